import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { Desk } from '../support/warmstart.ts'

const TREE = ['--path', 'tree', '--key', 'k']

/** A desk with a small tree, and two directories as stores. */
function place() {
  const desk = new Desk()
  mkdirSync(join(desk.workspace, 'tree'))
  writeFileSync(join(desk.workspace, 'tree/a'), 'alpha')
  const [near, home] = ['near', 'home'].map((name) => join(desk.root, name)) as [string, string]
  const urls = [pathToFileURL(near).href, pathToFileURL(home).href] as const
  const has = (directory: string, part: string) =>
    readdirSync(directory, { recursive: true, encoding: 'utf8' }).some((name) => name.includes(part))
  return { desk, near, home, urls, has }
}

describe('several stores', () => {
  it('are tiers: what was stored is near, where it lives is home, and each is told of', async () => {
    const { desk, near, home, urls, has } = place()
    const stores = ['--store', `${urls[0]}?budget=10m&write=behind`, '--store', urls[1]]
    const saved = await desk.json('save', ...TREE, ...stores)
    expect(saved.result).toMatchObject({ saved: true, tiers: [{ store: urls[0] }, { store: urls[1] }] })
    expect([has(near, 'packs/'), has(near, 'heads/'), has(home, 'packs/'), has(home, 'heads/')]).toEqual([
      true,
      false,
      true,
      true,
    ])
    rmSync(join(desk.workspace, 'tree'), { recursive: true })
    const untouched = join(desk.root, 'untouched')
    await desk.run('restore', ...TREE, '--dry-run', '--store', pathToFileURL(untouched).href, '--store', urls[1])
    expect(existsSync(untouched)).toBe(false)
    await desk.run('restore', ...TREE, '--store', pathToFileURL(untouched).href, '--store', urls[1])
    expect(has(untouched, 'packs/'), 'a restore fills it').toBe(true)
    rmSync(join(desk.workspace, 'tree'), { recursive: true })
    // The same by the environment, a line each.
    desk.env = { ...desk.env, WARMSTART_STORE: `${urls[0]}\n${urls[1]}\n` }
    const restored = await desk.json('restore', ...TREE)
    expect(restored.result).toMatchObject({ hit: 'exact', tiers: [{ store: urls[0] }, { requests: 1 }] })
    expect(readFileSync(join(desk.workspace, 'tree/a'), 'utf8')).toBe('alpha')
    // What is looked at afterwards is home, whatever became of copies.
    for (const name of readdirSync(near, { recursive: true, encoding: 'utf8' }))
      if (/packs\/\w+$/.test(name)) writeFileSync(join(near, name), Buffer.alloc(10_000))
    expect((await desk.json('verify')).result).toMatchObject({ versions: [{ key: 'k' }], damaged: 0 })
  })

  it('that cannot be meant are one sentence', async () => {
    const { desk, urls } = place()
    const { status, stderr } = await desk.run('save', ...TREE, '--store', urls[0], '--store', `${urls[1]}?write=behind`)
    expect(status).toBe(2)
    expect(stderr.trim().split('\n')).toEqual([
      `error: Versions live in the store ${urls[1]}, so it is written at once; write=behind is for stores in front of it.`,
    ])
  })

  it('of which the nearer cannot be used: that is said, and nothing else happens', async () => {
    const { desk, near, urls } = place()
    writeFileSync(near, 'no directory')
    const saved = await desk.json('save', ...TREE, '--store', urls[0], '--store', urls[1])
    expect(saved.result).toMatchObject({ saved: true })
    expect(saved.stderr.match(/left out|no copies/g)).toHaveLength(1)
  })
})
