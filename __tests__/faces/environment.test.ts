import { describe, expect, it } from 'vitest'
import { type Environment, type Machine, osFamily, stateDirectory, storeUrl } from '../../src/faces/environment.ts'

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

describe('storeUrl', () => {
  it.each<[string, string, Environment, NodeJS.Platform, string]>([
    ['what was asked', 'file:///a', { WARMSTART_STORE: 'file:///b' }, 'linux', 'file:///a'],
    ['the variable', '', { WARMSTART_STORE: 'file:///b' }, 'linux', 'file:///b'],
    ['the cache directory', '', {}, 'linux', 'file:///home/ann/.cache/warmstart'],
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
