import { randomUUID } from 'node:crypto'
import * as fs from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect } from 'vitest'
import { packKey, versionKey } from '../../src/core/keys.ts'
import { StoreError } from '../../src/core/ports/errors.ts'
import { type ManagedStore, put } from '../../src/core/ports/store.ts'
import { decodeVersion } from '../../src/core/version-codec.ts'
import { createHeadStore } from '../../src/stores/heads.ts'
import { createMemoryStore } from '../../src/stores/memory.ts'
import type { RestoreOutcome } from '../../src/volume/types.ts'
import { noise, read } from '../support/fleet.ts'
import type { Machine } from '../support/machine.ts'
import { systemClock } from '../support/machine.ts'
import { tiersOf } from '../support/stores/tiers.ts'

/** One thing that happens. A machine restores, then saves, then restores again; others act in between. */
export type Action =
  | {
      readonly does: 'go on'
      readonly machine: number
      readonly write: 'through' | 'behind' | 'around'
      /** Home does not answer in this step. */
      readonly isDown: boolean
      /** Which of the nearer store's calls fail; 0: none. */
      readonly failsEach: number
      readonly edit: number
    }
  /** The nearer store of a machine loses objects, or has some changed. `lose`: home loses packs. */
  | { readonly does: 'evict' | 'damage'; readonly machine: number; readonly pick: number }
  | { readonly does: 'lose'; readonly pick: number }

const machine = fc.nat(1)
export const actions: fc.Arbitrary<Action[]> = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        does: fc.constant('go on' as const),
        machine,
        write: fc.constantFrom('through', 'through', 'behind', 'around'),
        isDown: fc.constantFrom(false, false, false, false, true),
        failsEach: fc.constantFrom(0, 0, 0, 1, 2, 5),
        edit: fc.nat(1000),
      }),
    },
    { weight: 2, arbitrary: fc.record({ does: fc.constantFrom('evict', 'damage'), machine, pick: fc.nat(1000) }) },
    { weight: 1, arbitrary: fc.record({ does: fc.constant('lose' as const), pick: fc.nat(1000) }) },
  ),
  { minLength: 6, maxLength: 14, size: 'max' },
)

type Content = Readonly<Record<string, string>>

interface Place {
  readonly machine: Machine
  readonly near: ManagedStore
  restored: RestoreOutcome | undefined
}

const LINE = { namespace: 'default', lane: 'local', key: 'k' } as const

/** Two machines, each with a nearer store of its own, in front of one home; and what each version must hold. */
export class TiersWorld {
  readonly #home = createMemoryStore({ clock: systemClock, name: 'home' })
  readonly #places: readonly Place[]
  readonly #versions = new Map<string, Content>()
  #latest: string | undefined
  #hasLost = false

  constructor(machines: readonly Machine[]) {
    this.#places = machines.map((one, i) => {
      one.wipe()
      return { machine: one, near: createMemoryStore({ clock: systemClock, name: `near ${i}` }), restored: undefined }
    })
  }

  async act(action: Action): Promise<void> {
    if (action.does === 'lose') {
      this.#hasLost = true
      await this.#home.remove(await picked(this.#home, '/packs/', action.pick))
      return
    }
    const place = this.#places[action.machine] as Place
    if (action.does === 'go on') return place.restored ? this.#save(place, action) : this.#restore(place, action)
    for (const key of await picked(place.near, '', action.pick)) {
      if (action.does === 'evict') await place.near.remove([key])
      else await put(place.near, key, flipped((await place.near.get(key)) as Uint8Array, action.pick), 'none')
    }
  }

  async #restore(place: Place, step: Extract<Action, { does: 'go on' }>): Promise<void> {
    const { machine: one } = place
    // Every other job finds the machine as it was left.
    if (step.edit % 2 === 0) one.wipe()
    one.job = randomUUID()
    const restored = await this.#run(place, step, () => one.restore('k', { foreign: 'owned' }))
    place.restored = restored
    const { hit, version } = restored
    if (!step.isDown && !this.#hasLost) {
      expect([hit, version], 'home has it all').toEqual(this.#latest ? ['exact', this.#latest] : ['miss', undefined])
    }
    if (step.isDown) expect(hit, 'somebody may have saved since').not.toBe('exact')
    if (hit === 'exact') expect(version).toBe(this.#latest)
    expect(read(one), `what ${hit} gives`).toEqual(hit === 'miss' ? {} : this.#versions.get(version as string))
  }

  async #save(place: Place, step: Extract<Action, { does: 'go on' }>): Promise<void> {
    const { machine: one, restored } = place
    place.restored = undefined
    edit(join(one.workspaceDir, 'tree'), step.edit)
    const content = read(one)
    const parent = restored?.parent ?? 'none'
    const saved = await this.#run(place, step, () => one.save('k', { foreign: 'owned', parent }))
    if (step.isDown) expect(saved.saved, 'nothing is committed to a home that is down').toBe(false)
    else expect(['saved', 'unchanged', 'linked']).toContain(saved.reason)
    if (!saved.saved) return
    this.#latest = saved.version as string
    if (saved.reason === 'saved') this.#versions.set(this.#latest, content)
    else expect(content).toEqual(this.#versions.get(this.#latest))
    if (saved.reason === 'saved') await this.#checkReach(one.volume)
  }

  /** All that the head reaches is at home. */
  async #checkReach(volume: string): Promise<void> {
    const stored = await createHeadStore({ store: this.#home }).read({ ...LINE, volume })
    const { lane, ulid } = stored?.head.current ?? { lane: '', ulid: '' }
    const bytes = await this.#home.get(versionKey(LINE.namespace, lane, ulid))
    expect(bytes, 'the version is at home').toBeDefined()
    for (const pack of decodeVersion(bytes as Uint8Array).manifest.packs) {
      const there = await this.#home.stat(packKey(LINE.namespace, pack.lane, pack.ulid))
      expect(there?.bytes, 'the pack is at home').toBe(pack.footerOffset + pack.footerLength)
    }
  }

  async #run<T>(
    { machine: one, near }: Place,
    { write, isDown, failsEach }: Extract<Action, { does: 'go on' }>,
    step: () => Promise<T>,
  ): Promise<T> {
    const stores = { near: failing(near, failsEach), home: isDown ? failing(this.#home, 1) : this.#home }
    const opened = await tiersOf({ ...stores, write })
    one.turnTo(opened)
    const outcome = await step()
    await opened.settle()
    return outcome
  }
}

/** A store of whose calls each n-th fails; 0: none does. */
function failing(store: ManagedStore, each: number): ManagedStore {
  if (each === 0) return store
  let calls = 0
  const call = async <T>(real: () => Promise<T>): Promise<T> => {
    if (++calls % each === 0) throw new StoreError('unavailable', store.name, 'x')
    return real()
  }
  return {
    ...store,
    get: (key, options) => call(() => store.get(key, options)),
    read: (key, options) => call(() => store.read(key, options)),
    stat: (key, options) => call(() => store.stat(key, options)),
    remove: (keys, options) => call(() => store.remove(keys, options)),
    open(key, options) {
      const writer = store.open(key, options)
      return {
        write: (block) => call(() => writer.write(block)),
        commit: (when) => call(() => writer.commit(when)),
        abort: () => writer.abort(),
      }
    },
  }
}

async function picked(store: ManagedStore, part: string, pick: number): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of store.list('')) if (key.includes(part)) keys.push(key)
  return keys.sort().filter((_, i) => (pick + i) % 3 === 0)
}

function flipped(bytes: Uint8Array, pick: number): Uint8Array {
  const at = pick % bytes.length
  bytes[at] = (bytes[at] as number) ^ 1
  return pick % 5 === 0 ? bytes.subarray(0, at) : bytes
}

/** Changes one of a few files; sometimes none. */
function edit(root: string, number: number): void {
  fs.mkdirSync(root, { recursive: true })
  const bytes = Buffer.from(noise(number + 1, 2000 + (number % 7) * 40_000)).toString('latin1')
  if (!fs.existsSync(join(root, 'first'))) fs.writeFileSync(join(root, 'first'), 'always there')
  if (number % 4 !== 3) fs.writeFileSync(join(root, `file-${number % 4}`), bytes)
}
