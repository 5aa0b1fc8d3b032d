import { describe, expect, it } from 'vitest'
import { describeProgress } from '../../../src/faces/messages/progress.ts'

describe('progress', () => {
  const at = {
    type: 'progress',
    phase: 'fetch',
    done: 1024 ** 2,
    total: 4 * 1024 ** 2,
    files: 10,
    totalFiles: 40,
  } as const

  it('says how far, how much and how fast', () => {
    expect(describeProgress(at, 500)).toBe('fetching: 1.0 MiB of 4.0 MiB (25 %), 10 of 40 files, 2.0 MiB/s')
  })

  it('leaves out what is not known', () => {
    expect(describeProgress({ ...at, phase: 'scan', done: 0, total: 0, totalFiles: 0 }, 500)).toBe('scanning: 10 files')
  })
})
