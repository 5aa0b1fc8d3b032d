import { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { tempDir } from '../support/temp.ts'
import { Desk } from '../support/warmstart.ts'

const TREE = ['--path', 'tree', '--key', 'k1']
const SAVE_FIELDS =
  'command key version saved reason files totalBytes newBytes uploadedBytes objectsPut requests tiers seconds peakRssBytes'
const RESTORE_FIELDS =
  'command hit key matchedKey matchedNamespace version files totalBytes fetchedBytes writtenFiles requests tiers seconds peakRssBytes'

/** A desk with a small tree. */
function filledDesk(): Desk {
  const desk = new Desk()
  write(desk, { 'tree/a': 'alpha', 'tree/deep/b': 'beta', lock: 'v1' })
  return desk
}

function write(desk: Desk, files: Record<string, string>): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(desk.workspace, name)
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, content)
  }
}

const read = (desk: Desk, name: string) => readFileSync(join(desk.workspace, name), 'utf8')
const wipe = (desk: Desk, name: string) => rmSync(join(desk.workspace, name), { recursive: true })

describe('save and restore', () => {
  it('give back what was saved, and report it', async () => {
    const desk = filledDesk()
    const saved = await desk.json('save', ...TREE)
    expect(saved.status).toBe(0)
    expect(Object.keys(saved.result).join(' ')).toBe(SAVE_FIELDS)
    expect(saved.result).toMatchObject({
      command: 'save',
      key: 'k1',
      saved: true,
      reason: 'saved',
      files: 2,
      totalBytes: 9,
    })
    expect(saved.result['peakRssBytes']).toBeGreaterThan(20 * 1024 ** 2)
    expect(saved.stdout.trimEnd().split('\n')).toHaveLength(1)
    expect(saved.stderr).toMatch(/^Saved “k1” as version \w{26} in .*: 2 files, 9 B; 9 B new, .* stored\.\n$/)

    wipe(desk, 'tree')
    const restored = await desk.json('restore', ...TREE)
    expect(restored.status).toBe(0)
    expect(Object.keys(restored.result).join(' ')).toBe(RESTORE_FIELDS)
    expect(restored.result).toMatchObject({
      command: 'restore',
      hit: 'exact',
      matchedKey: 'k1',
      files: 2,
      writtenFiles: 2,
    })
    expect(restored.result['version']).toBe(saved.result['version'])
    expect([read(desk, 'tree/a'), read(desk, 'tree/deep/b')]).toEqual(['alpha', 'beta'])

    const again = await desk.json('save', ...TREE)
    expect(again.result).toMatchObject({ saved: false, reason: 'unchanged', objectsPut: 0, uploadedBytes: 0 })
  })

  it('miss with nulls where nothing is known, and exit 0', async () => {
    const { status, result } = await new Desk().json('restore', ...TREE)
    expect(status).toBe(0)
    expect(result).toMatchObject({ hit: 'miss', matchedKey: null, version: null, files: 0 })
  })

  it('fall back on a restore key, and a look-up writes nothing', async () => {
    const desk = filledDesk()
    await desk.run('save', ...TREE)
    wipe(desk, 'tree')
    const other = ['--path', 'tree', '--key', 'k2', '--restore-key', 'x', '--restore-key', 'k']
    const looked = await desk.json('restore', ...other, '--lookup-only')
    expect(looked.result).toMatchObject({ hit: 'fallback', matchedKey: 'k1' })
    expect(readdirSync(desk.workspace)).toEqual(['lock'])
    const dry = await desk.json('restore', ...other, '--dry-run')
    expect(dry.result).toMatchObject({ hit: 'fallback', matchedKey: 'k1' })
    expect(readdirSync(desk.workspace)).toEqual(['lock'])
    expect((await desk.json('restore', ...other)).result).toMatchObject({ hit: 'fallback', matchedKey: 'k1' })
    expect(read(desk, 'tree/a')).toBe('alpha')
  })

  it('make the key from hashed files and fall back on the newest of the volume', async () => {
    const desk = filledDesk()
    const volume = ['--path', 'tree', '--name', 'npm', '--hash-files', 'lock']
    const saved = await desk.json('save', ...volume)
    // SHA-256 over the SHA-256 of `v1`, worked out with another program.
    expect(saved.result['key']).toBe('6624bc030b20abe7ccc1597dce71e692dc3137df1054e61ca0bb8b4cd93ecb44')
    write(desk, { lock: 'v2' })
    wipe(desk, 'tree')
    const restored = await desk.json('restore', ...volume)
    expect(restored.result).toMatchObject({ hit: 'fallback', matchedKey: saved.result['key'] })
    const none = await desk.json('restore', '--path', 'tree', '--key', 'k', '--hash-files', 'absent')
    expect(none.result['key']).toBe('k-nofiles')
    expect(none.stderr).toContain('hash-files matches no file')
  })

  it('remove everything else with --clean, and only then', async () => {
    const desk = filledDesk()
    await desk.run('save', ...TREE)
    write(desk, { 'tree/new': 'n' })
    await desk.run('restore', ...TREE)
    expect(read(desk, 'tree/new')).toBe('n')
    await desk.run('restore', ...TREE, '--clean')
    expect(readdirSync(join(desk.workspace, 'tree')).sort()).toEqual(['a', 'deep'])
  })

  it('begin at --root', async () => {
    const desk = filledDesk()
    await desk.run('save', ...TREE)
    const root = tempDir()
    expect((await desk.json('restore', ...TREE, '--root', root)).result['hit']).toBe('exact')
    expect(readFileSync(join(root, 'tree/a'), 'utf8')).toBe('alpha')
  })

  it('write nothing with --dry-run, and nothing over --size-limit', async () => {
    const desk = filledDesk()
    expect((await desk.json('save', ...TREE, '--dry-run')).result).toMatchObject({ reason: 'dry-run', newBytes: 9 })
    const large = await desk.json('save', ...TREE, '--size-limit', '8')
    expect(large.status).toBe(0)
    expect(large.result).toMatchObject({ saved: false, reason: 'too-large', objectsPut: 0 })
    expect(large.stderr).toContain('Largest directories: tree')
    expect((await desk.json('restore', ...TREE)).result['hit']).toBe('miss')
  })

  it('keep lanes and namespaces apart', async () => {
    const desk = filledDesk()
    await desk.run('save', ...TREE)
    expect((await desk.json('restore', ...TREE, '--namespace', 'n')).result['hit']).toBe('miss')
    expect((await desk.json('restore', ...TREE, '--lane', 'ref/heads/x')).result['hit']).toBe('miss')
    expect((await desk.json('restore', ...TREE)).result['hit']).toBe('exact')
  })

  it('take the lane from GitHub when it runs there', async () => {
    const desk = filledDesk()
    const payload = join(desk.root, 'event.json')
    writeFileSync(payload, JSON.stringify({ repository: { default_branch: 'main' } }))
    const job = { GITHUB_ACTIONS: 'true', GITHUB_REPOSITORY: 'o/r', GITHUB_EVENT_PATH: payload, GITHUB_RUN_ID: '1' }
    const on = (event: string, ref: string) => {
      desk.env = { ...desk.env, ...job, GITHUB_EVENT_NAME: event, GITHUB_REF: `refs/heads/${ref}` }
    }
    on('pull_request_target', 'main')
    expect((await desk.json('save', ...TREE)).result).toMatchObject({ saved: false, reason: 'read-only' })
    on('push', 'main')
    expect((await desk.json('save', ...TREE)).result['reason']).toBe('saved')
    on('push', 'feature')
    expect((await desk.json('list')).result['versions']).toMatchObject([{ lane: 'trusted', key: 'k1' }])
    const raised = await desk.run('save', ...TREE, '--lane', 'trusted')
    expect(raised.status).toBe(2)
    expect(raised.stderr).toContain('cannot give it more')
  })
})

describe('list, show, rm and verify', () => {
  it('list nothing', async () => {
    const listed = await new Desk().run('list')
    expect(listed).toMatchObject({ status: 0, stdout: 'No version is stored.\n' })
  })

  it('show every volume that has the key, and remove one that was chosen', async () => {
    const desk = filledDesk()
    await desk.run('save', ...TREE)
    await desk.run('save', '--path', 'lock', '--name', 'locks', '--key', 'k1')
    expect((await desk.run('list')).stdout).toMatch(
      /^k1 {2}\d{4}-\d\d-\d\d \d\d:\d\d {2}local {2}locks {2}\w{26}\nk1 .*\n2 keys\n$/,
    )

    const shown = await desk.json('show', 'k1')
    expect(shown.result['versions']).toMatchObject([
      { volume: 'locks', paths: ['lock'], files: 1, totalBytes: 2, engine: 'warmstart 0.0.0' },
      { lane: 'local', paths: ['tree'], files: 2, totalBytes: 9 },
    ])
    expect((await desk.json('show', 'k1', '--path', 'tree')).result['versions']).toHaveLength(1)

    const refused = await desk.run('rm', 'k1')
    expect(refused.status).toBe(2)
    expect(refused.stderr).toMatch(/2 volumes have “k1” \(.*locks.*\); choose one with --name or --path\./)
    expect((await desk.json('rm', 'k1', '--name', 'locks')).result).toMatchObject({ removed: { volume: 'locks' } })
    expect((await desk.run('rm', 'k1')).status).toBe(0)
    expect((await desk.run('list')).stdout).toBe('No version is stored.\n')
    expect((await desk.json('restore', ...TREE)).result['hit']).toBe('miss')
  })

  it.each(['show', 'rm', 'verify'])('%s refuses a key that is not there', async (command) => {
    const { status, result } = await new Desk().json(command, 'k9')
    expect(status).toBe(2)
    expect(result).toMatchObject({ command, error: expect.stringContaining('“k9”') })
  })

  it('verify finds a cut pack, and a restore then is a miss', async () => {
    const desk = filledDesk()
    await desk.run('save', ...TREE)
    const good = await desk.run('verify')
    expect(good).toMatchObject({ status: 0, stdout: expect.stringContaining('1 version checked, 0 damaged.') })
    const files = readdirSync(desk.store, { recursive: true, encoding: 'utf8' })
    const pack = files.find((name) => /packs\/\w{26}$/.test(name)) as string
    truncateSync(join(desk.store, pack), 4)
    const bad = await desk.json('verify', 'k1')
    expect(bad.status).toBe(1)
    expect(bad.result).toMatchObject({ damaged: 1, versions: [{ key: 'k1', faults: [expect.any(String)] }] })
    wipe(desk, 'tree')
    const restored = await desk.json('restore', ...TREE)
    expect(restored.status).toBe(0)
    expect(restored.result['hit']).toBe('miss')
    expect(readdirSync(desk.workspace)).toEqual(['lock'])
  })
})

it('a store that cannot be written or read never fails save and restore', async () => {
  const desk = filledDesk()
  writeFileSync(desk.store, 'a file, not a directory')
  const saved = await desk.json('save', ...TREE)
  expect(saved).toMatchObject({ status: 0, result: { saved: false, reason: 'store-failed' } })
  expect(saved.stderr).toMatch(/^warning: The store /m)
  expect((await desk.json('restore', ...TREE)).result['hit']).toBe('miss')
})
