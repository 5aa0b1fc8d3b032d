import type { Readable } from 'node:stream'
import { releaseWhole } from '../../core/bytes.ts'

/**
 * Hands a body over piece by piece as it comes, until its end or until `take` returns `false`; a piece is gone after
 * `take`. Rejects if the body breaks off, and with what `take` throws; the body is destroyed then. Does what `for await`
 * does: that costs several times as much for each piece, and over TLS a piece is 16 KiB.
 */
export function pour(body: Readable, take: (piece: Uint8Array) => unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    // Who comes too late for its events would wait for ever.
    if (body.destroyed) return reject(body.errored ?? brokenOff())
    let isOver = false
    const end = (settle: () => void) => {
      isOver = true
      settle()
    }
    body.once('end', () => end(resolve))
    // Stays: an error after this would end the process.
    body.on('error', (error) => end(() => reject(error)))
    body.once('close', () => end(() => reject(brokenOff())))
    body.on('data', (piece: Uint8Array) => {
      if (isOver) return
      try {
        if (take(piece) === false) end(resolve)
      } catch (error) {
        end(() => reject(error))
      }
      if (isOver) body.destroy()
      // Or they pile up until a collection that nothing here brings about.
      releaseWhole(piece)
    })
  })
}

function brokenOff(): Error {
  return new Error('the answer broke off')
}
