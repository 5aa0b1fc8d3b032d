import { expect, test } from 'vitest'
import { playProcesses } from '../github/processes.ts'

const SEEN = [
  ...['exact', 'fallback', 'miss'].map((hit) => `restore ${hit}`),
  ...['saved', 'store-failed', 'nothing', 'killed'].map((reason) => `save ${reason}`),
  ...['restore killed', 'evicted', 'bytesPerSecond', 'lagMillis', 'latencyMillis', 'signedHost', 'reset', 'throttled'],
]

test('fifty of the worlds again, as processes on dist/', async () => {
  const tally = await playProcesses(1, 50)
  expect(SEEN.filter((what) => !tally.get(what))).toEqual([])
}, 600_000)
