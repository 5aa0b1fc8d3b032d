import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Machine } from './machines.ts'

/**
 * Plays seeds as long as they are wanted, some at once: while one world waits for its disk or its threads, another goes
 * on. Each has so many machines of its own.
 */
export async function playAll(
  first: number,
  isWanted: (seed: number) => boolean,
  { machines: each, atOnce }: { readonly machines: number; readonly atOnce: number },
  play: (seed: number, machines: readonly Machine[]) => Promise<void>,
): Promise<void> {
  // In memory, where there is such a place: a disk would be most of the time.
  const directory = fs.mkdtempSync(join(fs.existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'warmstart-'))
  let next = first
  const player = async (number: number) => {
    const machines = Array.from({ length: each }, (_, i) => new Machine(join(directory, `${number}-${i}`)))
    try {
      while (isWanted(next)) await play(next++, machines)
    } finally {
      next = Number.POSITIVE_INFINITY
      await Promise.all(machines.map((machine) => machine.close()))
    }
  }
  try {
    const played = await Promise.allSettled(Array.from({ length: atOnce }, (_, number) => player(number)))
    for (const result of played) if (result.status === 'rejected') throw result.reason
  } finally {
    fs.rmSync(directory, { recursive: true, force: true })
  }
}

/** Adds the seed to what went wrong, and everything that was done before. */
export async function told(seed: number, trace: readonly string[], play: () => Promise<void>): Promise<void> {
  try {
    await play()
  } catch (error) {
    throw new Error(`seed ${seed}: ${(error as Error).message}\n\n${trace.join('\n')}`, { cause: error })
  }
}
