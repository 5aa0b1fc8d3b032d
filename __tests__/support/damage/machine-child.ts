// A machine in a process of its own, preloaded with `kill-at.ts`: does one job after the other as it is told
// (`machine-process.ts`), until it is killed in one or its parent lets it go.
import { randomBytes } from 'node:crypto'
import { on } from 'node:events'
import process from 'node:process'
import { createDirectoryStore } from '../../../src/stores/directory.ts'
import { arm, disarm } from '../kill-at.ts'
import { Machine, systemClock } from '../machine.ts'
import type { Ended, Job, Setting } from './machine-process.ts'

const { directory, store, ...more } = JSON.parse(process.argv[2] as string) as Setting
const random = (length: number) => randomBytes(length)
const machine = new Machine({
  ...more,
  directory,
  store: createDirectoryStore({ directory: store, clock: systemClock, random }),
})

for await (const [job] of on(process, 'message', { close: ['disconnect'] })) {
  const { kind, key, killAt } = job as Job
  arm(killAt, 'kill')
  if (kind === 'recover') for (const mount of machine.mounts) machine.workspace.recover(mount)
  const { hit } = kind === 'restore' ? await machine.restore(key) : {}
  const { reason } = kind === 'save' ? await machine.save(key) : {}
  disarm()
  if (process.connected) process.send?.({ hit, reason } satisfies Ended)
}
await machine.close()
