import { describe, expect, it } from 'vitest'
import { CLAIMS } from '../../src/core/provenance.ts'
import { NOTHING_ASKED } from '../../src/faces/asked.ts'
import { configure } from '../../src/faces/config.ts'
import { type Machine, V1_STORE } from '../../src/faces/environment.ts'
import { currentJob } from '../../src/faces/job.ts'
import { toolchainOf } from '../../src/faces/toolchain.ts'
import { identitySource, trustOf } from '../../src/faces/trust.ts'
import { KEY_A, KEY_B } from '../support/signing.ts'

const NOTHING = { signingKey: '', verifyKeys: [], requireWriter: [] }
const machine: Machine = { env: {}, platform: 'linux', arch: 'x64', home: '/h', directory: '/w' }
const configured = (asked: Partial<typeof NOTHING_ASKED>, env: Record<string, string> = {}) => {
  const here = { ...machine, env }
  return configure(
    { ...NOTHING_ASKED, workspace: '/w', paths: ['a'], key: 'k', ...asked },
    currentJob(here),
    here,
    async () => '',
  )
}

describe('whom a job trusts', () => {
  it('is anybody, unless it is said', () => {
    expect(trustOf(NOTHING)).toBeUndefined()
  })

  it('is whoever verify-keys names, and itself', () => {
    const verifying = trustOf({ ...NOTHING, verifyKeys: [KEY_A.verify] })
    expect([verifying?.signer, [...(verifying?.keys.keys() ?? [])]]).toEqual([undefined, [KEY_A.id]])
    const signing = trustOf({ ...NOTHING, signingKey: KEY_B.secret, verifyKeys: [KEY_A.verify] })
    expect([signing?.signer?.id, [...(signing?.keys.keys() ?? [])]]).toEqual([KEY_B.id, [KEY_A.id, KEY_B.id]])
    expect([...(trustOf({ ...NOTHING, signingKey: KEY_B.secret })?.keys.keys() ?? [])]).toEqual([KEY_B.id])
  })

  it('comes from the inputs, or for the signing key from the environment', async () => {
    expect(await configured({ signingKey: KEY_A.secret, verifyKeys: [KEY_B.verify] })).toMatchObject({
      signingKey: KEY_A.secret,
      verifyKeys: [KEY_B.verify],
    })
    expect((await configured({}, { WARMSTART_SIGNING_KEY: KEY_A.secret })).signingKey).toBe(KEY_A.secret)
  })

  it.each<[string, Partial<typeof NOTHING_ASKED>, string]>([
    ['a signing key that is none', { signingKey: 'x' }, 'The signing key is none'],
    ['a public key that is none', { verifyKeys: ['x'] }, 'Key 1 of verify-keys is none'],
    ['rules without signatures', { requireWriter: ['lane=trusted'] }, 'require-writer needs verify-keys'],
    ['a rule that is none', { verifyKeys: [KEY_A.verify], requireWriter: ['trusted'] }, '“trusted” is no condition'],
    ['archives that nobody signed', { verifyKeys: [KEY_A.verify], adopt: true }, 'adopt cannot be used'],
  ])('cannot be said with %s', async (_, asked, message) => {
    await expect(configured(asked)).rejects.toThrow(expect.objectContaining({ name: 'UserError' }))
    await expect(configured(asked)).rejects.toThrow(message)
  })

  it('is nobody on a server that has only archives', async () => {
    const { access } = await configured({ store: V1_STORE, verifyKeys: [KEY_A.verify] })
    expect([access.reads, access.writes]).toEqual([[], undefined])
    expect(access.why).toContain('neither encrypt nor sign')
  })
})

describe('what the CI says of a job', () => {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = {
    iss: 'https://token.actions.githubusercontent.com',
    sub: 'repo:acme/web:environment:prod',
    aud: 'warmstart',
    environment: 'prod',
    run_id: 17,
    ref_protected: true,
    user_email: 'octocat@example.com',
    nbf: 1,
    jti: 'x',
    actor: { nested: true },
  }
  const source = (token: string) => {
    const asked: string[] = []
    const { identity } = identitySource(async (audience) => {
      asked.push(audience)
      return token
    })
    return { identity, asked }
  }

  it('is the claims that are kept, as texts, and never the token', async () => {
    const { identity, asked } = source(`${part({ alg: 'RS256' })}.${part(claims)}.c2lnbmF0dXJl`)
    expect(await identity?.()).toEqual({
      iss: claims.iss,
      sub: claims.sub,
      environment: 'prod',
      run_id: '17',
      ref_protected: 'true',
    })
    expect(asked).toEqual(['warmstart'])
  })

  it.each(['', 'x', 'a.b.c', `x.${part('text')}.y`, `x.${part(null)}.y`])('is not there in %j', async (token) => {
    await expect(source(token).identity?.()).rejects.toThrow(/^what it gave is no identity token$/)
  })

  it('is not asked for where the CI says nothing', () => {
    expect(identitySource(undefined)).toEqual({})
  })

  it('names nobody’s mail address', () => {
    expect(CLAIMS.filter((claim) => claim.includes('mail'))).toEqual([])
  })
})

describe('the toolchain', () => {
  it('is what setup actions put on the path', () => {
    const env = {
      RUNNER_TOOL_CACHE: '/opt/hostedtoolcache/',
      PATH: [
        '/opt/hostedtoolcache/node/24.1.0/x64/bin',
        '/opt/hostedtoolcache/go/1.26.0/x64/bin',
        '/opt/hostedtoolcache/node/24.1.0/x64/lib',
        '/opt/hostedtoolcache/Java_Temurin-Hotspot_jdk/21.0.1-12/x64/bin',
        '/opt/hostedtoolcacheX/python/3.1/x64/bin',
        '/opt/hostedtoolcache/bad name/1/x64',
        '/opt/hostedtoolcache/alone',
        '/usr/bin',
      ].join(':'),
    }
    expect(toolchainOf({ env, platform: 'linux' })).toBe('node 24.1.0, go 1.26.0, Java_Temurin-Hotspot_jdk 21.0.1-12')
    const windows = { RUNNER_TOOL_CACHE: 'C:\\tools', Path: 'C:\\Windows;C:\\tools\\node\\24.1.0\\x64' }
    expect(toolchainOf({ env: windows, platform: 'win32' })).toBe('node 24.1.0')
    expect(toolchainOf({ env: { PATH: '/usr/bin' }, platform: 'linux' })).toBe('')
  })
})

describe('the provenance', () => {
  const env = {
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: 'acme/web',
    GITHUB_SHA: 'c0ffee',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_WORKFLOW: 'CI',
    GITHUB_WORKFLOW_REF: 'acme/web/.github/workflows/main.yml@refs/heads/main',
    GITHUB_RUN_ID: '17',
    GITHUB_JOB: 'build',
    GITHUB_ACTOR: 'octocat',
    RUNNER_NAME: 'runner 1',
    ImageOS: 'ubuntu24',
    ImageVersion: '20261101.1.0',
    RUNNER_TOOL_CACHE: '/opt/hostedtoolcache',
    PATH: '/opt/hostedtoolcache/node/24.1.0/x64/bin:/usr/bin',
  }

  it('has all that is known of a job on GitHub, and no other value of its environment', async () => {
    const planted = { GITHUB_TOKEN: 'PLANTED', NPM_TOKEN: 'PLANTED', GITHUB_PLANTED: 'PLANTED', HOME: '/PLANTED' }
    const { provenance } = await configured({}, { ...env, ...planted })
    expect(provenance).toEqual({
      engine: expect.stringMatching(/^warmstart /),
      os: 'Linux',
      arch: 'x64',
      repository: 'acme/web',
      commit: 'c0ffee',
      ref: 'refs/heads/main',
      workflow: 'CI',
      workflowRef: env.GITHUB_WORKFLOW_REF,
      run: '17',
      job: 'build',
      actor: 'octocat',
      runner: 'runner 1',
      runnerImage: 'ubuntu24 20261101.1.0',
      toolchain: 'node 24.1.0',
      inputHash: '',
    })
  })

  it('has what GitLab says, and at a desk what the machine is', async () => {
    const gitlab = {
      GITLAB_CI: 'true',
      CI_CONFIG_PATH: '.gitlab-ci.yml',
      CI_JOB_IMAGE: 'node:24',
      CI_JOB_TOKEN: 'PLANTED',
    }
    const { provenance } = await configured({}, gitlab)
    expect(provenance).toMatchObject({ workflowRef: '.gitlab-ci.yml', runnerImage: 'node:24' })
    expect(JSON.stringify(provenance)).not.toContain('PLANTED')
    const desk = await configured({}, { USER: 'PLANTED', PATH: '/PLANTED' })
    expect(Object.entries(desk.provenance).flatMap(([name, value]) => (value === '' ? [] : [name]))).toEqual([
      'engine',
      'os',
      'arch',
    ])
  })
})
