import { describe, expect, it } from 'vitest'
import {
  cacheService,
  type Environment,
  type Machine,
  osFamily,
  stateDirectory,
  storeUrl,
} from '../../src/faces/environment.ts'

function machine(env: Environment = {}, platform: NodeJS.Platform = 'linux'): Machine {
  return { env, platform, arch: 'x64', home: '/home/ann', directory: '/work dir' }
}

describe('stateDirectory', () => {
  it.each<[string, Environment, NodeJS.Platform, string]>([
    ['the default', {}, 'linux', '/home/ann/.local/state/warmstart'],
    ['XDG', { XDG_STATE_HOME: '/s' }, 'linux', '/s/warmstart'],
    ['a relative XDG path is ignored', { XDG_STATE_HOME: 's' }, 'linux', '/home/ann/.local/state/warmstart'],
    ['an empty variable is absent', { WARMSTART_STATE: '' }, 'linux', '/home/ann/.local/state/warmstart'],
    ['its own', { WARMSTART_STATE: '/x', XDG_STATE_HOME: '/s' }, 'linux', '/x'],
    ['its own, relative', { WARMSTART_STATE: 'x' }, 'linux', '/work dir/x'],
    ['macOS', { XDG_STATE_HOME: '/s' }, 'darwin', '/home/ann/Library/Application Support/warmstart'],
  ])('%s', (_name, env, platform, path) => {
    expect(stateDirectory(machine(env, platform))).toBe(path)
  })
})

/** What the runner of github.com gives to an action. */
const ACTION = {
  GITHUB_ACTIONS: 'true',
  GITHUB_SERVER_URL: 'https://github.com',
  ACTIONS_RUNTIME_TOKEN: 't',
  ACTIONS_RESULTS_URL: 'https://results/',
  ACTIONS_CACHE_URL: 'https://cache/',
  ACTIONS_CACHE_SERVICE_V2: 'True',
}

describe("GitHub's cache service", () => {
  it.each<[string, Environment, 'v1' | 'v2' | undefined]>([
    ['an action on github.com', ACTION, 'v2'],
    ['an action on a tenant of ghe.com', { ...ACTION, GITHUB_SERVER_URL: 'https://acme.ghe.com' }, 'v2'],
    ['no server URL', { ...ACTION, GITHUB_SERVER_URL: '' }, 'v2'],
    ['GitHub Enterprise Server, whatever it announces', { ...ACTION, GITHUB_SERVER_URL: 'https://git.acme.com' }, 'v1'],
    ['a name that only ends like it', { ...ACTION, GITHUB_SERVER_URL: 'https://notgithub.com' }, 'v1'],
    ['a runner that does not announce the new one', { ...ACTION, ACTIONS_CACHE_SERVICE_V2: '' }, 'v1'],
    ['a server without a cache', { ...ACTION, ACTIONS_CACHE_SERVICE_V2: '', ACTIONS_CACHE_URL: '' }, undefined],
    ['no address of the new one', { ...ACTION, ACTIONS_RESULTS_URL: '' }, undefined],
    ['no token', { ...ACTION, ACTIONS_RUNTIME_TOKEN: '' }, undefined],
    ['a command in a run: step', { GITHUB_ACTIONS: 'true', GITHUB_SERVER_URL: 'https://github.com' }, undefined],
    ['no GitHub', { ...ACTION, GITHUB_ACTIONS: '' }, undefined],
  ])('%s', (_name, env, service) => {
    expect(cacheService(machine(env))).toBe(service)
  })
})

describe('storeUrl', () => {
  it.each<[string, string, Environment, NodeJS.Platform, string]>([
    ['what was asked', 'file:///a', { WARMSTART_STORE: 'file:///b' }, 'linux', 'file:///a'],
    ['the variable', '', { WARMSTART_STORE: 'file:///b' }, 'linux', 'file:///b'],
    ["GitHub's cache service", '', ACTION, 'linux', 'github:'],
    ['the variable rather than that', '', { ...ACTION, WARMSTART_STORE: 'file:///b' }, 'linux', 'file:///b'],
    ['the cache directory', '', {}, 'linux', 'file:///home/ann/.cache/warmstart'],
    [
      'the cache directory in a run: step',
      '',
      { GITHUB_ACTIONS: 'true', ACTIONS_CACHE_SERVICE_V2: 'True' },
      'linux',
      'file:///home/ann/.cache/warmstart',
    ],
    [
      'the cache directory where only the old service is: no store speaks it',
      '',
      { ...ACTION, GITHUB_SERVER_URL: 'https://git.acme.com' },
      'linux',
      'file:///home/ann/.cache/warmstart',
    ],
    ['XDG, escaped', '', { XDG_CACHE_HOME: '/c #1' }, 'linux', 'file:///c%20%231/warmstart'],
    ['macOS', '', {}, 'darwin', 'file:///home/ann/Library/Caches/warmstart'],
  ])('%s', (_name, asked, env, platform, url) => {
    expect(storeUrl(asked, machine(env, platform))).toBe(url)
  })
})

it('names systems as the Actions runner does', () => {
  expect((['linux', 'freebsd', 'darwin', 'win32'] as const).map(osFamily)).toEqual([
    'Linux',
    'Linux',
    'macOS',
    'Windows',
  ])
})
