import { describe, expect, test } from 'vitest'
import { type CaseResult, median, type Run, summarise } from '../../bench/results.ts'

describe('median', () => {
  test.each([
    [[3], 3],
    [[1, 9], 5],
    [[9, 1, 2], 2],
    [[4, 1, 10, 2], 3],
  ])('of %j is %d', (values, middle) => {
    expect(median(values)).toBe(middle)
  })

  test('leaves its values as they were', () => {
    const values = [3, 1, 2]
    median(values)
    expect(values).toEqual([3, 1, 2])
  })
})

describe('summarise', () => {
  test('the ratio is the median of the pairs, not the ratio of the medians', () => {
    const { ratio, warmstart, opponent } = summarise(
      found('cold-save', [run(1), run(2), run(9)], [run(1), run(4), run(3)]),
    )
    expect(ratio).toEqual({ median: 1, min: 0.5, max: 3 })
    expect([warmstart, opponent]).toEqual([2, 3])
  })

  test('nothing is over at the limits', () => {
    const at = found('save-0', [run(0.3, { peakBytes: 256e6, said: { objectsPut: 0 } })], [run(1)])
    expect(summarise(at).over).toEqual([])
  })

  test.each([
    ['time', run(0.31)],
    ['memory', run(0.1, { peakBytes: 256e6 + 1 })],
    ['objects written', run(0.1, { said: { objectsPut: 1 } })],
  ])('beyond a limit: %s', (what, beyond) => {
    expect(
      summarise(found('save-0', [run(0.1), run(0.1), beyond, beyond, beyond], Array(5).fill(run(1)))).over,
    ).toEqual([what])
  })

  test('memory and objects go by the worst run, bytes by the median', () => {
    const runs = [
      run(1, { peakBytes: 9, bytes: 5, said: { objectsPut: 3 } }),
      run(1, { bytes: 7 }),
      run(1, { bytes: 9 }),
    ]
    const summary = summarise(found('cold-save', runs, Array(3).fill(run(1, { peakBytes: 2, bytes: 1 }))))
    expect(summary).toMatchObject({
      peakBytes: { warmstart: 9, opponent: 2 },
      bytes: { warmstart: 7, opponent: 1 },
      objectsPut: 3,
    })
  })
})

function run(seconds: number, more: Partial<Run> = {}): Run {
  return { seconds, cpuSeconds: seconds, peakBytes: 0, bytes: 0, ...more }
}

function found(id: CaseResult['id'], warmstart: readonly Run[], opponent: readonly Run[]): CaseResult {
  return { id, medium: 'tmpfs', commands: { warmstart: 'warmstart', opponent: 'tar' }, warmstart, opponent }
}
