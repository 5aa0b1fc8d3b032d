import type { AccessToken, TokenCredential } from '@azure/identity'
import { StorageSharedKeyCredential } from '@azure/storage-blob'
import { StoreError } from '../../core/ports/errors.ts'
import { exchange, isPassing } from '../http/exchange.ts'
import type { AdapterDependencies } from '../open.ts'

/**
 * An account's key, if the environment has one, under the names that Azure's own command line reads:
 * `AZURE_STORAGE_KEY` (with `AZURE_STORAGE_ACCOUNT` it is that account's only), or `AZURE_STORAGE_CONNECTION_STRING`.
 */
export function sharedKey(account: string, env: AdapterDependencies['env']): StorageSharedKeyCredential | undefined {
  const { AZURE_STORAGE_ACCOUNT: owner, AZURE_STORAGE_KEY: own, AZURE_STORAGE_CONNECTION_STRING: connection = '' } = env
  const parts = new Map(connection.split(';').map((part) => [part.split('=', 1)[0], part.slice(part.indexOf('=') + 1)]))
  const connected = parts.get('AccountName') === account ? parts.get('AccountKey') : undefined
  const key = own && (!owner || owner === account) ? own : connected
  return key ? new StorageSharedKeyCredential(account, key) : undefined
}

/** Azure's own chain: environment, workload identity, managed identity, the command lines that somebody logged in to. */
export function defaultCredentials({ hide }: Pick<AdapterDependencies, 'hide'>): TokenCredential {
  let chain: TokenCredential | undefined
  let running: ReturnType<TokenCredential['getToken']> | undefined
  const ask = async (scopes: string | string[]) => {
    if (!chain) {
      // Half as large as everything else, and not what most jobs use: loaded where it is.
      const { DefaultAzureCredential } = await import('@azure/identity')
      chain = new DefaultAzureCredential()
    }
    const token = await chain.getToken(scopes).catch((error: Error) => {
      // A page of what was tried.
      if (error.name !== 'AggregateAuthenticationError') throw error
      throw Object.assign(new Error(NO_CREDENTIALS), { name: 'CredentialUnavailableError' })
    })
    if (token) hide(token.token)
    return token
  }
  return {
    // A command line takes seconds to answer. Who is asked again meanwhile waits for the same answer.
    getToken(scopes) {
      running ??= ask(scopes).finally(() => {
        running = undefined
      })
      return running
    },
  }
}

/** Asked once for as long as its answer holds: a command line takes seconds for each. */
export function remembered(
  credential: TokenCredential,
  { clock }: Pick<AdapterDependencies, 'clock'>,
): TokenCredential {
  let last: AccessToken | null = null
  return {
    async getToken(scopes, options) {
      const isFresh = last !== null && last.expiresOnTimestamp - clock.now() > FRESH_MILLIS
      if (!isFresh) last = await credential.getToken(scopes, options)
      return last
    },
  }
}

export function isTokenCredential(credential: object): credential is TokenCredential {
  return 'getToken' in credential
}

export interface Federation {
  /** What messages call the store. */
  readonly store: string
  readonly tenant: string
  /** Of the application or managed identity that trusts the CI. */
  readonly client: string
}

/**
 * A federated credential: the CI's signed statement about the job is exchanged for a token of the directory's. A job
 * that has no such statement is refused access, which is a miss: pull requests from forks have none, and must not fail
 * for it.
 */
export function federatedCredentials(
  { store, tenant, client }: Federation,
  { identityToken, openSend, env, hide, clock }: AdapterDependencies,
): TokenCredential {
  const wire = { fetch: openSend(), clock }
  const directory = env['AZURE_AUTHORITY_HOST'] || 'https://login.microsoftonline.com'
  const url = `${directory.replace(/\/+$/, '')}/${encodeURIComponent(tenant)}/oauth2/v2.0/token`
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return {
    async getToken(scopes, { abortSignal } = {}) {
      if (!identityToken) throw new StoreError('denied', store, '', new Error(NO_TOKEN))
      const form = new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: client,
        scope: [scopes].flat().join(' '),
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: await identityToken(AUDIENCE),
      })
      const began = clock.now()
      const request = { method: 'POST' as const, url, headers, body: `${form}`, patience: PATIENCE_MILLIS }
      const { status, said } = await exchange(wire, request, abortSignal as AbortSignal | undefined, async (reply) => ({
        status: reply.status,
        said: saidIn(await reply.text()),
      })).catch((error: unknown) => {
        throw new StoreError('unavailable', store, '', error)
      })
      if (status !== 200 || !said.access_token) {
        const words = [status, said.error_description?.split(/[\r\n]/)[0] ?? said.error].filter(Boolean).join(' ')
        throw new StoreError(isPassing(status) ? 'unavailable' : 'denied', store, '', new Error(words))
      }
      hide(said.access_token)
      return { token: said.access_token, expiresOnTimestamp: began + (said.expires_in ?? 0) * 1000 }
    },
  }
}

/** What Azure's own action asks for, and so what federated credentials trust. */
const AUDIENCE = 'api://AzureADTokenExchange'
const PATIENCE_MILLIS = 10_000
/** The SDK asks for a new token two minutes before the old one expires. */
const FRESH_MILLIS = 180_000
const NO_CREDENTIALS =
  'no credentials were found: the URL names no federated credential, the environment has no AZURE_STORAGE_KEY, and none of the places where Azure’s own tools leave credentials has any'
const NO_TOKEN =
  'the job has no identity token for the federated credential: give it `permissions: id-token: write` on GitHub (pull requests from forks never have one), `id_tokens: WARMSTART_ID_TOKEN` on GitLab'

interface Said {
  readonly access_token?: string
  /** Seconds. */
  readonly expires_in?: number
  readonly error?: string
  readonly error_description?: string
}

function saidIn(text: string): Said {
  try {
    return JSON.parse(text) as Said
  } catch {
    return {}
  }
}
