import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AccessRequest, access } from '../../src/core/access.ts'
import type { Lanes } from '../../src/core/lane.ts'

const branch: Lanes = {
  writes: 'ref/heads/x',
  reads: ['ref/heads/x', 'trusted'],
  onRequest: [],
  why: 'a branch writes its own lane',
}
const tag: Lanes = { writes: undefined, reads: [], onRequest: ['trusted'], why: 'a tag writes nothing' }
const request = (more: Partial<AccessRequest>): AccessRequest => ({
  mode: 'on',
  policy: 'pull-push',
  cacheMode: undefined,
  lanes: branch,
  ...more,
})

describe('access', () => {
  it.each<[what: string, more: Partial<AccessRequest>, reads: boolean, writes: boolean, why: string]>([
    ['nothing taken away', {}, true, true, 'a branch writes its own lane'],
    ['mode off', { mode: 'off' }, false, false, 'a branch writes its own lane; mode is off'],
    ['mode read-only', { mode: 'read-only' }, true, false, 'a branch writes its own lane; mode is read-only'],
    ['mode shadow', { mode: 'shadow' }, true, true, 'a branch writes its own lane; mode is shadow'],
    ['policy pull', { policy: 'pull' }, true, false, 'a branch writes its own lane; policy is pull'],
    ['policy push', { policy: 'push' }, false, true, 'a branch writes its own lane; policy is push'],
    [
      'cache mode none',
      { cacheMode: 'none' },
      false,
      false,
      "a branch writes its own lane; this CI's cache mode is none",
    ],
    [
      'cache mode read',
      { cacheMode: 'read' },
      true,
      false,
      "a branch writes its own lane; this CI's cache mode is read",
    ],
    ['cache mode write', { cacheMode: 'write' }, true, true, 'a branch writes its own lane'],
    [
      'cache mode write-only',
      { cacheMode: 'write-only' },
      false,
      true,
      "a branch writes its own lane; this CI's cache mode is write-only",
    ],
    [
      'two that leave nothing',
      { policy: 'push', cacheMode: 'read' },
      false,
      false,
      "a branch writes its own lane; policy is push; this CI's cache mode is read",
    ],
  ])('%s', (_, more, reads, writes, why) => {
    const right = access(request(more))
    expect(right.reads).toEqual(reads ? branch.reads : [])
    expect(right.writes).toBe(writes ? branch.writes : undefined)
    expect(right.dry).toBe(more.mode === 'shadow')
    expect(right.why).toBe(why)
  })

  it('lets a tag read only when asked to', () => {
    expect(access(request({ lanes: tag })).reads).toEqual([])
    expect(access(request({ lanes: tag, policy: 'pull' })).reads).toEqual(['trusted'])
    expect(access(request({ lanes: tag, policy: 'pull', cacheMode: 'none' })).reads).toEqual([])
    expect(access(request({ lanes: tag, policy: 'pull' })).writes).toBeUndefined()
  })

  it('lets a job read other namespaces only where it may read its own', () => {
    const shares = ['acme/base']
    expect(access(request({ shares })).shares).toEqual(shares)
    expect(access(request({ shares, policy: 'push' })).shares).toBeUndefined()
    expect(access(request({ shares, mode: 'off' })).shares).toBeUndefined()
    expect(access(request({ shares, lanes: tag })).shares).toBeUndefined()
    expect(access(request({ shares, lanes: tag, policy: 'pull' })).shares).toEqual(shares)
    expect(access(request({ shares: [] }))).not.toHaveProperty('shares')
  })

  it('never gives more than the lanes do', () => {
    const requests = fc.record({
      mode: fc.constantFrom<AccessRequest['mode']>('on', 'off', 'read-only', 'shadow'),
      policy: fc.constantFrom<AccessRequest['policy']>('pull-push', 'pull', 'push'),
      cacheMode: fc.constantFrom<AccessRequest['cacheMode']>('none', 'read', 'write', 'write-only', undefined),
      lanes: fc.constantFrom(branch, tag, { ...branch, writes: undefined }),
    })
    fc.assert(
      fc.property(requests, (it) => {
        const { reads, writes } = access(it)
        const allowed = [...it.lanes.reads, ...(it.policy === 'pull' ? it.lanes.onRequest : [])]
        expect(allowed).toEqual(expect.arrayContaining([...reads]))
        expect([undefined, it.lanes.writes]).toContain(writes)
      }),
    )
  })
})
