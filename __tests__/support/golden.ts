import { toHex } from '../../src/core/bytes.ts'
import type { Footer } from '../../src/core/pack.ts'
import type { State } from '../../src/core/state.ts'
import type { Version } from '../../src/core/version.ts'
import { plainFrames, plainManifest, plainPack, plainTree } from './manifests.ts'

/** What golden objects hold, in a form that JSON can: 64-bit numbers as decimal text, bytes as hex. */

export function asJson(value: unknown): string {
  const text = JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? String(item) : item), 1)
  return `${text}\n`
}

export function plainVersion({ manifest, ...summary }: Version) {
  return { ...summary, expiresAt: summary.expiresAt ?? null, manifest: plainManifest(manifest) }
}

export function plainState({ tree, packs, frames, ids, ...about }: State) {
  return { ...about, entries: plainTree(tree, ids), packs: packs.map(plainPack), frames: plainFrames(frames) }
}

export function plainFooter({ keyId, frames, ids, lengths, frame, offset }: Footer) {
  return {
    keyId,
    frames: frames.map((row) => ({ ...row, sha256: toHex(row.sha256) })),
    chunks: Array.from(lengths, (length, chunk) => ({
      id: toHex(ids.subarray(chunk * 32, chunk * 32 + 32)),
      length,
      frame: frame[chunk],
      offset: offset[chunk],
    })),
  }
}
