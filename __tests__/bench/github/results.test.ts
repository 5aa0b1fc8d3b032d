import { describe, expect, test } from 'vitest'
import { type GithubCaseId, type GithubRun, summariseGithub } from '../../../bench/github/results.ts'

describe('a summary', () => {
  test('times and bytes, both ways, go by the median of the pairs', () => {
    const { time, bytes } = summariseGithub({
      id: 'save-1',
      warmstart: [
        run({ seconds: 1, sentBytes: 3, receivedBytes: 1 }),
        run({ seconds: 1, sentBytes: 1 }),
        run({ seconds: 9, receivedBytes: 2 }),
      ],
      actionsCache: [
        run({ seconds: 2, sentBytes: 40 }),
        run({ seconds: 4, sentBytes: 1 }),
        run({ seconds: 3, sentBytes: 1 }),
      ],
    })
    expect(time).toEqual({ median: 0.5, min: 0.25, max: 3 })
    expect(bytes).toEqual({ median: 1, min: 0.1, max: 2 })
  })

  test.each<[GithubCaseId, Partial<GithubRun>]>([
    ['cold-save', { seconds: 0.7, peakBytes: 256e6 }],
    ['cold-restore', { seconds: 0.7, lookups: 10, reads: 20 }],
    ['save-1', { seconds: 0.25, sentBytes: 0.06, uploads: 2 }],
    ['save-0', { lookups: 1 }],
  ])('nothing of a %s is over at its limits', (id, at) => {
    expect(over(id, at)).toEqual([])
  })

  test.each<[GithubCaseId, string, Partial<GithubRun>]>([
    ['cold-save', 'time', { seconds: 0.71 }],
    ['cold-save', 'memory', { peakBytes: 256e6 + 1 }],
    ['cold-restore', 'time', { seconds: 0.71 }],
    ['cold-restore', 'serviceCalls', { lookups: 6, creates: 3, finalizes: 2 }],
    ['cold-restore', 'ranges', { reads: 21, ranges: 0 }],
    ['save-1', 'time', { seconds: 0.26 }],
    ['save-1', 'bytes', { sentBytes: 0.05, receivedBytes: 0.02 }],
    ['save-1', 'uploads', { uploads: 3 }],
    ['save-0', 'serviceCalls', { lookups: 2 }],
    ['save-0', 'uploads', { uploads: 1 }],
  ])('beyond a limit of a %s: %s', (id, what, beyond) => {
    expect(over(id, beyond)).toEqual([what])
  })

  test('requests and memory go by the worst run', () => {
    const [usual, worst] = [run({ seconds: 0 }), run({ seconds: 0, uploads: 3, peakBytes: 300e6 })]
    const runs = [usual, usual, worst, usual, usual]
    const found = summariseGithub({
      id: 'save-1',
      warmstart: runs,
      actionsCache: runs.map(() => run({ sentBytes: 1 })),
    })
    expect([...found.over]).toEqual(['uploads', 'memory'])
  })
})

/** What is over in one run of Warmstart against one of a second and a byte. */
function over(id: GithubCaseId, warmstart: Partial<GithubRun>): string[] {
  const pair = { warmstart: [run({ seconds: 0, ...warmstart })], actionsCache: [run({ seconds: 1, sentBytes: 1 })] }
  return [...summariseGithub({ id, ...pair }).over]
}

function run(more: Partial<GithubRun>): GithubRun {
  return {
    ...{ seconds: 1, cpuSeconds: 1, peakBytes: 0, serviceCpuSeconds: 0 },
    ...{ lookups: 0, creates: 0, finalizes: 0, uploads: 0, puts: 0, reads: 0, ranges: 0, proxied: 0 },
    ...{ sentBytes: 0, receivedBytes: 0 },
    ...more,
  }
}
