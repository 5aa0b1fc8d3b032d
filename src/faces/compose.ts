import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { parseKeys } from '../core/encryption-key.ts'
import type { Clock, Random } from '../core/ports/clock.ts'
import { createSend } from '../stores/http/client.ts'
import { type AdapterDependencies, type OpenDependencies, type OpenedStore, openStore } from '../stores/open.ts'
import type { Context } from '../volume/types.ts'
import { createWorkspace } from '../workspace/local.ts'
import { adapters } from './adapters.ts'
import type { Setting } from './config.ts'
import { githubAccess, proxySetting } from './environment.ts'
import { identityTokenSource } from './identity-token.ts'
import type { Reporter } from './reporter.ts'
import { identitySource, trustOf } from './trust.ts'
import { workerUrl } from './worker-url.ts'

export interface Composed {
  readonly context: Context
  /** Calls to the store so far. */
  readonly counts: OpenedStore['counts']
  readonly tiers: OpenedStore['tiers']
  /** Finishes what nearer tiers are to get, and ends the worker threads. */
  close(): Promise<void>
}

/** Puts a configuration's store and this machine together. Throws `UserError` for a store that does not exist. */
export async function compose(
  setting: Pick<
    Setting,
    'store' | 'stateDir' | 'token' | 'encryptionKey' | 'signingKey' | 'verifyKeys' | 'requireWriter'
  >,
  events: Reporter,
  signal: AbortSignal,
  use: OpenDependencies['tiers'],
): Promise<Composed> {
  const identityToken = identityTokenOf(events)
  const github = githubAccess(process.env, setting.token)
  const { counts, tiers, settle, ...opened } = await openStore(setting.store, {
    ...adapterDependencies(events, identityToken),
    github,
    adapters,
    stateDir: setting.stateDir,
    tiers: use,
  })
  const workspace = createWorkspace({ stateDir: setting.stateDir, workerUrl: workerUrl(), events })
  const keys = parseKeys(setting.encryptionKey)
  const trust = trustOf(setting)
  return {
    context: {
      ...opened,
      workspace,
      clock,
      random,
      events,
      signal,
      ...(keys && { keys }),
      ...(trust && { trust, ...identitySource(identityToken) }),
    },
    counts,
    tiers,
    async close() {
      await settle?.(signal)
      await workspace.close()
    },
  }
}

/** What this process opens adapters with. */
export function adapterDependencies(events: Reporter, identityToken = identityTokenOf(events)): AdapterDependencies {
  return {
    clock,
    random,
    events,
    env: process.env,
    openSend: () => createSend(proxySetting(process.env)),
    identityToken,
    hide: (secret) => events.hide(secret),
  }
}

function identityTokenOf(events: Reporter) {
  return identityTokenSource(process.env, (secret) => events.hide(secret))
}

const clock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => setTimeout(ms, undefined, { ...(signal && { signal }) }),
}

const random: Random = (length) => randomBytes(length)
