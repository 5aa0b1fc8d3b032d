import type { Head } from './head.ts'
import { signedText } from './head-codec.ts'
import type { Line } from './identity.ts'
import {
  type Distrust,
  distrust,
  headMessage,
  type Signer,
  signerOf,
  type VerifyKeys,
  versionMessage,
} from './signature.ts'
import { coveredDigest } from './signed-object.ts'
import type { Version } from './version.ts'
import { fitsWriter, type WriterRule, writerFacts, writerText } from './writer-rule.ts'

/** Whose heads and versions a job goes by, and as whom it signs its own. */
export interface Trust {
  readonly signer: Signer | undefined
  /** Only what one of these has signed is there; the signer's own is among them. */
  readonly keys: VerifyKeys
  /** If there are any, only versions that fit one. */
  readonly writers: readonly WriterRule[]
}

/** The head with its signature. */
export function signHead(signer: Signer, line: Line, head: Head): Head {
  const signed = signedText(head)
  return { ...head, signed, signature: signer.sign(headMessage(line, signed)) }
}

/** `undefined`: the head was signed for this line by somebody who is trusted. */
export function headDistrust(trust: Trust, line: Line, { signature, signed = '' }: Head): Distrust | undefined {
  return distrust(trust.keys, signature, headMessage(line, signed))
}

/** Why a version, whose object this is, is not to be used; `undefined`: it may be. The end of a sentence. */
export function versionDistrust(
  trust: Trust,
  place: Omit<Line, 'key'>,
  { signature, provenance }: Version,
  object: Uint8Array,
): string | undefined {
  const signer = signerOf(signature)
  const reason = distrust(trust.keys, signature, versionMessage(place, coveredDigest(object, signature)))
  if (reason) return whyNot(reason, signer)
  const facts = writerFacts(place.lane, signer, provenance)
  return fitsWriter(trust.writers, facts) ? undefined : `no line of require-writer fits ${writerText(facts)}`
}

/** A clause. */
export function whyNot(reason: Distrust, signer: string): string {
  switch (reason) {
    case 'unsigned':
      return 'it is not signed'
    case 'unknown-signer':
      return `it is signed with the key ${signer}, which is none of verify-keys`
    case 'wrong-signature':
      return 'its signature is wrong, so it was altered or belongs elsewhere'
  }
}
