import { type JobIdentity, type Lane, lanesOf } from '../../../src/core/lane.ts'
import type { Scope } from '../../support/github-service/index.ts'

/** Whose job it is: its lanes by the product's own table, and the scopes that GitHub's token has for it. */
export interface Identity {
  readonly name: string
  readonly reads: readonly Lane[]
  readonly writes: Lane | undefined
  readonly scopes: readonly Scope[]
  /** What the runner's variables and the event's payload say. */
  readonly event: string
  readonly ref: string
  readonly payload: object
}

const repository = { default_branch: 'main' }
const pull = (fromFork: boolean) => ({
  number: 7,
  head: { repo: { id: fromFork ? 2 : 1 } },
  base: { ref: 'a', repo: { id: 1 } },
})

function branch(name: string): Identity {
  const ref = `refs/heads/${name}`
  const scopes: Scope[] = [[ref, 'rw']]
  if (name !== 'main') scopes.push(['refs/heads/main', 'r'])
  return identity(name, { event: 'push', ref, payload: { repository }, scopes })
}

function pullRequest(fromFork: boolean): Identity {
  const ref = 'refs/pull/7/merge'
  const scopes: Scope[] = [
    [ref, 'rw'],
    ['refs/heads/a', 'r'],
    ['refs/heads/main', 'r'],
  ]
  const payload = { repository, pull_request: pull(fromFork) }
  return identity(fromFork ? 'fork' : 'pull request', { event: 'pull_request', ref, payload, scopes })
}

function identity(
  name: string,
  { event, ref, payload, scopes }: Pick<Identity, 'event' | 'ref' | 'payload' | 'scopes'>,
): Identity {
  const request = (payload as { pull_request?: ReturnType<typeof pull> }).pull_request
  const facts: JobIdentity = {
    ci: 'github',
    event,
    ref,
    defaultBranch: 'main',
    ...(request && {
      pullRequest: {
        number: request.number,
        fromFork: request.head.repo.id !== request.base.repo.id,
        baseRef: request.base.ref,
      },
    }),
  }
  const { reads, writes } = lanesOf(facts)
  return { name, reads, writes, scopes, event, ref, payload }
}

export const IDENTITIES: readonly Identity[] = [
  branch('main'),
  branch('a'),
  branch('b'),
  pullRequest(false),
  pullRequest(true),
]
