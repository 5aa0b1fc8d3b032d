import { sameBytes } from '../core/bytes.ts'
import { sha256 } from '../core/digest.ts'
import { decodeFrame } from '../core/frame.ts'
import { FormatError } from '../core/ports/errors.ts'
import type { Staging } from '../core/ports/workspace.ts'

/** A staging area that checks every frame as a real one does and writes nothing: for shadow mode and `verify`. */
export function verifyingStaging(): Staging {
  return {
    async write({ bytes, parts, frames, seal }) {
      for (const { frame, at } of parts) {
        const row = frames.row(frame)
        const stored = bytes.subarray(at, at + row.storedLength)
        if (!sameBytes(sha256(stored), row.sha256)) throw new FormatError(`frame ${row.number} is not what was stored`)
        decodeFrame(stored, row.codec, row.rawLength, seal && { ...seal, number: row.number })
      }
    },
    async commit() {
      return { writtenFiles: 0, writtenBytes: 0, removedFiles: 0 }
    },
    async abort() {},
  }
}
