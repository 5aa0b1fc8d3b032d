import { expect, test } from 'vitest'
import { toBytePath } from '../../src/core/bytes.ts'
import { parsePaths } from '../../src/core/mount.ts'
import { UserError } from '../../src/core/ports/errors.ts'
import { guardMounts, type ProtectedPath } from '../../src/core/protected-paths.ts'

const PLACES: readonly ProtectedPath[] = [
  { path: '/', reach: 'whole', what: 'the root' },
  { path: '/h/ann', reach: 'whole', what: 'the home directory' },
  { path: '/h/ann/.ssh', reach: 'inside', what: 'keys' },
  { path: '/etc', reach: 'inside', what: 'the system' },
  { path: '/w/.git', reach: 'inside', except: ['objects', 'lfs'], what: 'the repository' },
  { path: '/w/.github', reach: 'declared', what: 'workflows' },
]

function guard(path: string, platform: NodeJS.Platform = 'linux', links: Readonly<Record<string, string>> = {}) {
  const place = { workspace: '/w', home: '/h/ann', platform: 'linux' as const, named: false }
  return guardMounts(parsePaths(path.split('\n'), place).mounts, PLACES, platform, (at) => {
    const link = Object.keys(links).find((from) => at === from || at.startsWith(`${from}/`))
    return link === undefined ? at : links[link] + at.slice(link.length)
  })
}

test.each([
  ['/', 'takes in the home directory'],
  ['/h', 'takes in the home directory'],
  ['~', 'is the home directory'],
  ['~/', 'is the home directory'],
  ['~/**', 'is the home directory'],
  ['/h/*', 'takes in the home directory'],
  ['/*', 'takes in the home directory'],
  ['~/.ssh', 'is keys'],
  ['~/.ssh/known_hosts', 'lies in keys'],
  ['~/.ssh/*', 'is keys'],
  ['/etc/apt', 'lies in the system'],
  ['.git', 'is the repository'],
  ['.git/hooks', 'lies in the repository'],
  ['.git/config', 'lies in the repository'],
  ['.github', 'is workflows'],
  ['.github/workflows/x.yml', 'lies in workflows'],
])('%s is refused: it %s', (path, how) => {
  expect(() => guard(path)).toThrow(UserError)
  expect(() => guard(path)).toThrow(
    `The path “${path}” ${how}, which no cache should fill; name only what you mean, or set allow-dangerous-paths.`,
  )
})

test.each([
  'node_modules',
  '~/.cargo',
  '~/.cache',
  '~/.sshx',
  '/etcetera',
  '.git/objects',
  '.git/lfs',
  '.github2',
  '**/target',
])('%s is fine, whole', (path) => {
  const [mount] = parsePaths([path], { workspace: '/w', home: '/h/ann', platform: 'linux', named: false }).mounts
  const { mounts, withheld } = guard(path)
  expect(withheld).toEqual([])
  expect(mounts[0]?.selection.everything).toBe(mount?.selection.everything)
  expect(mounts[0]?.label).toBe(path)
})

test('what takes in a protected place goes without it', () => {
  const { mounts, withheld } = guard('.')
  expect(withheld).toEqual([{ label: '.', path: '/w/.git' }])
  const { selection } = mounts[0] ?? expect.fail()
  expect(selection.everything).toBe(false)
  const chosen = ['', 'a', '.git', '.git/hooks/x', '.gitignore', '.github/x', 'sub/.git'].filter((path) =>
    selection.selects(path, false),
  )
  expect(chosen).toEqual(['', 'a', '.gitignore', '.github/x', 'sub/.git'])
  expect([selection.descends('.git'), selection.descends('.git/objects'), selection.descends('a')]).toEqual([
    false,
    false,
    true,
  ])
})

test('a pattern that would match in there never does, and nothing is said of what it does not name', () => {
  const { mounts, withheld } = guard('**/hooks')
  expect(withheld).toEqual([])
  expect(mounts[0]?.selection.selects('src/hooks', true)).toBe(true)
  expect(mounts[0]?.selection.selects('.git/hooks', true)).toBe(false)
  expect(guard('~/*').withheld).toEqual([{ label: '~/*', path: '/h/ann/.ssh' }])
})

test('what is excluded is not missed', () => {
  expect(guard('.\n!.git').withheld).toEqual([])
})

test('names that a system does not tell apart are one', () => {
  const names = ['.GIT', '.g\u200cit', 'Git~1']
  const select = (platform: NodeJS.Platform) => {
    const { selection } = guard('.', platform).mounts[0] ?? expect.fail()
    return names.map((name) => selection.selects(`${toBytePath(name)}/hooks/x`, false))
  }
  expect(select('linux')).toEqual([true, true, true])
  expect(select('darwin')).toEqual([false, false, true])
  expect(select('win32')).toEqual([false, false, false])
  expect(() => guard('.GIT/hooks', 'darwin')).toThrow('lies in the repository')
})

test('links lead nowhere that the path itself may not', () => {
  expect(() => guard('link', 'linux', { '/w/link': '/etc' })).toThrow('is the system')
  expect(() => guard('link/sub', 'linux', { '/w/link': '/h/ann/.ssh' })).toThrow('lies in keys')
  expect(() => guard('link', 'linux', { '/w/link': '/h/ann' })).toThrow('is the home directory')
  expect(guard('link', 'linux', { '/w/link': '/w' }).withheld).toEqual([{ label: 'link', path: '/w/.git' }])
  // What is protected may be reached by a link, too.
  expect(() => guard('/private/etc/x', 'linux', { '/etc': '/private/etc' })).toThrow('lies in the system')
})
