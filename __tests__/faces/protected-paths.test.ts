import { expect, test } from 'vitest'
import { parsePaths } from '../../src/core/mount.ts'
import { guardMounts } from '../../src/core/protected-paths.ts'
import type { Environment } from '../../src/faces/environment.ts'
import { protectedPathsOf } from '../../src/faces/protected-paths.ts'

/** As the image of a runner lays it out. */
const IMAGE = {
  workspace: '/home/runner/_work/r/r',
  env: {
    RUNNER_TEMP: '/home/runner/_work/_temp',
    RUNNER_WORKSPACE: '/home/runner/_work/r',
    RUNNER_TOOL_CACHE: '/opt/hostedtoolcache',
    GITHUB_ENV: '/home/runner/_work/_temp/_runner_file_commands/set_env_1',
    GITHUB_EVENT_PATH: '/home/runner/_work/_temp/_github_workflow/event.json',
  },
}

const OWN = {
  workspace: '/srv/actions-runner/_work/r/r',
  env: {
    RUNNER_TEMP: '/srv/actions-runner/_work/_temp',
    RUNNER_WORKSPACE: '/srv/actions-runner/_work/r',
    GITHUB_PATH: '/var/run/act/add_path',
  },
}

function judge(path: string, { workspace, env }: { readonly workspace: string; readonly env: Environment } = IMAGE) {
  const home = '/home/runner'
  const machine = { env, platform: 'linux' as const, arch: 'x64', home, directory: workspace }
  const own = {
    workspace,
    stateDir: '/home/runner/.local/state/warmstart',
    store: 'file:///mnt/cache?x=1, file:///mnt/near',
  }
  const { mounts } = parsePaths([path], { workspace, home, platform: 'linux', named: false })
  const guarded = guardMounts(mounts, protectedPathsOf(machine, own), 'linux')
  return guarded.withheld.map((one) => one.path)
}

test.each([
  'node_modules',
  '**/node_modules',
  'packages/*/dist',
  '~/.cargo/registry',
  '~/.cargo',
  '~/.cache',
  '~/.npm',
  '~/.m2/repository',
  '~/.gradle/caches',
  '~/go/pkg/mod',
  '~/.rustup',
  '~/.local/share/pnpm',
  '~/Library/Caches/pip',
  '~/bin',
  '.git/lfs',
  '.git/objects',
  '/tmp/.buildx-cache',
  '/home/runner/_work/_temp/mine',
  '/opt/hostedtoolcache',
  '/opt/hostedtoolcache/Python',
  '/usr/local/share/boost',
  '/usr/share/dotnet',
  '/usr/lib/node_modules',
  '/var/cache/apt/archives',
  '/var/lib/docker',
  '/mnt/data',
  '/dev/shm/build/node_modules',
])('%s stays possible, whole', (path) => {
  expect(judge(path)).toEqual([])
})

test.each([
  '/',
  '/home',
  '~',
  '/home/runner/_work',
  '/home/runner/_work/r',
  '/home/runner/_work/_temp',
  '/home/runner/_work/_temp/_runner_file_commands',
  '/home/runner/_work/_temp/_runner_file_commands/set_env_1',
  '/home/runner/_work/_temp/_github_workflow/event.json',
  '/home/runner/_work/_actions/actions/checkout',
  '.git',
  '.git/hooks',
  '.git/modules/x/hooks',
  '.github/actions',
  '/etc/ssh',
  '/usr',
  '/usr/bin/node',
  '/var',
  '/dev/null',
  '~/.ssh',
  '~/.bashrc',
  '~/.config/git/config',
  '~/.config/systemd/user',
  '~/.local/state/warmstart',
  '/mnt/cache',
  '/mnt/near/warmstart',
])('%s is refused', (path) => {
  expect(() => judge(path)).toThrow(/which no cache should fill/)
})

test.each([
  '/srv/actions-runner/bin',
  '/srv/actions-runner/.env',
  '/srv/actions-runner/externals/node24',
  '/srv/actions-runner',
  '/srv/actions-runner/_work/_actions/x',
  '/var/run/act/add_path',
])('on a machine of one’s own %s is refused', (path) => {
  expect(() => judge(path, OWN)).toThrow(/which no cache should fill/)
})

test('in a container', () => {
  const job = { workspace: '/__w/r/r', env: { RUNNER_TEMP: '/__w/_temp', RUNNER_WORKSPACE: '/__w/r' } }
  expect(judge('/externals', job)).toEqual([])
  for (const path of ['/__w', '/__w/r', '/__w/_actions/x', '/__w/_temp'])
    expect(() => judge(path, job)).toThrow(/no cache/)
})

test('GitLab’s file variables lie beside the project', () => {
  const job = { workspace: '/builds/g/p', env: { GITLAB_CI: 'true' } }
  expect(() => judge('/builds/g/p.tmp/KEY', job)).toThrow(/the runner’s own files/)
  expect(judge('/builds/g/other', job)).toEqual([])
})

test('what takes in some of it goes without', () => {
  expect(judge('.')).toEqual(['/home/runner/_work/r/r/.git'])
  expect(judge('~/.local')).toEqual(['/home/runner/.local/state/warmstart'])
  expect(judge('~/.config')).toEqual(
    ['autostart', 'fish', 'git', 'systemd'].map((name) => `/home/runner/.config/${name}`),
  )
  expect(judge('/mnt')).toEqual(['/mnt/cache', '/mnt/near'])
})

test('the drives of Windows', () => {
  const machine = { env: {}, platform: 'win32' as const, arch: 'x64', home: 'C:/Users/ann', directory: 'D:/a/r/r' }
  const places = protectedPathsOf(machine, { workspace: 'D:/a/r/r', stateDir: 'C:/Users/ann/s', store: 'github:' })
  const refuses = (path: string) => {
    const place = { workspace: 'D:/a/r/r', home: 'C:/Users/ann', platform: 'win32' as const, named: false }
    try {
      guardMounts(parsePaths([path], place).mounts, places, 'win32')
      return false
    } catch {
      return true
    }
  }
  const refused = ['C:\\', 'D:\\', 'd:/a', 'c:/windows/system32', '~', '.git\\hooks', 'C:/Users/ANN/.ssh']
  expect(refused.filter((path) => !refuses(path))).toEqual([])
  expect(['node_modules', 'C:/Program Files/LLVM', '~/.cargo', 'D:/cache'].filter(refuses)).toEqual([])
})
