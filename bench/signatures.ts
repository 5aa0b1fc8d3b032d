// What signatures add to one job: `node signatures.ts sign|check VERSION SIGNED`. `sign` does what a save does, once, to
// the version object in a file, and to a head; `check` what a restore does. Prints the milliseconds.
import { readFileSync, writeFileSync } from 'node:fs'
import type { Head } from '../src/core/head.ts'
import { decodeHead, encodeHead } from '../src/core/head-codec.ts'
import {
  parseSigningKey,
  parseVerifyKeys,
  SIGNATURE_LENGTH,
  signingPair,
  versionMessage,
} from '../src/core/signature.ts'
import { signObject } from '../src/core/signed-object.ts'
import { headDistrust, signHead, versionDistrust } from '../src/core/trust.ts'
import { decodeVersionTables } from '../src/core/version-codec.ts'

const LINE = { namespace: 'default', lane: 'local', volume: 'v', key: 'bench' }
const KEY = signingPair(Buffer.alloc(32, 'a'))

const [doing, versionFile = '', signedFile = ''] = process.argv.slice(2)
process.stdout.write(`${doing === 'sign' ? sign() : check()}\n`)

function sign(): number {
  const version = readFileSync(versionFile)
  const { ulid } = decodeVersionTables(version)
  const began = performance.now()
  const signer = parseSigningKey(KEY.secret)
  const signed = signObject(version, SIGNATURE_LENGTH, (digest) => signer.sign(versionMessage(LINE, digest)))
  const current = { lane: LINE.lane, ulid, bytes: signed.length, sha256: '0'.repeat(64) }
  const head: Head = {
    ...{ commit: '0'.repeat(32), from: '', key: LINE.key, current, history: [], signature: '' },
    ...{ startedAt: 0, committedAt: 0, touchedAt: 0, writer: { repository: '', run: '', actor: '' } },
  }
  const signedHead = signHead(signer, LINE, head)
  const millis = performance.now() - began
  writeFileSync(signedFile, signed)
  writeFileSync(`${signedFile}.head`, encodeHead(signedHead))
  return millis
}

function check(): number {
  const object = readFileSync(signedFile)
  const version = decodeVersionTables(object)
  const head = decodeHead(readFileSync(`${signedFile}.head`))
  const began = performance.now()
  const trust = { signer: undefined, keys: parseVerifyKeys([KEY.verify]), writers: [] }
  const reasons = [headDistrust(trust, LINE, head), versionDistrust(trust, LINE, version, object)]
  const millis = performance.now() - began
  if (reasons.some((reason) => reason !== undefined)) throw new Error(`not good: ${reasons}`)
  return millis
}
