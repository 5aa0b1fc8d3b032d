import { type AuthClient, GoogleAuth, IdentityPoolClient } from 'google-auth-library'
import { StoreError } from '../../core/ports/errors.ts'
import type { AdapterDependencies } from '../open.ts'

/** Headers that say who asks. */
export type Authorize = () => Promise<Readonly<Record<string, string>>>

/**
 * Google's own chain, the application default credentials: `GOOGLE_APPLICATION_CREDENTIALS`, what `gcloud` left in the
 * home directory, the machine's service account. Where there are none the request says nothing, which is enough for
 * what everybody may read.
 */
export function defaultCredentials({ hide }: Pick<AdapterDependencies, 'hide'>): Authorize {
  // Nobody here needs the project; without one the library asks other services for it.
  const auth = new GoogleAuth({ scopes: [SCOPE], projectId: '-' })
  return once(async () => {
    const client = await auth.getClient().catch((error: Error) => {
      if (error.message.startsWith(NO_CREDENTIALS)) return undefined
      throw error
    })
    return client ? headersOf(client, hide) : {}
  })
}

export interface Federation {
  /** What messages call the store. */
  readonly store: string
  /** `projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>`. */
  readonly provider: string
  /** The e-mail address of the service account to act as; `undefined`: as the job itself. */
  readonly serviceAccount: string | undefined
  /** Where identities are exchanged; for tests. */
  readonly services?: { readonly sts: string; readonly iam: string }
}

/**
 * Workload identity federation: the CI's signed statement about the job is exchanged for a token of Google's. A job that
 * has no such statement is refused access, which is a miss: pull requests from forks have none, and must not fail for it.
 */
export function federatedCredentials(
  { store, provider, serviceAccount, services = GOOGLE }: Federation,
  { identityToken, hide }: Pick<AdapterDependencies, 'identityToken' | 'hide'>,
): Authorize {
  const client = new IdentityPoolClient({
    type: 'external_account',
    audience: `//iam.googleapis.com/${provider}`,
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    token_url: `${services.sts}/v1/token`,
    ...(serviceAccount !== undefined && {
      service_account_impersonation_url: `${services.iam}/v1/projects/-/serviceAccounts/${serviceAccount}:generateAccessToken`,
    }),
    subject_token_supplier: {
      async getSubjectToken() {
        // What Google's own action asks for, and so what providers accept unless they were told otherwise.
        if (identityToken) return identityToken(`https://iam.googleapis.com/${provider}`)
        throw new StoreError('denied', store, '', new Error(NO_TOKEN))
      },
    },
    scopes: [SCOPE],
  })
  return once(() => headersOf(client, hide))
}

const SCOPE = 'https://www.googleapis.com/auth/devstorage.read_write'
/** The library has no other sign for it. */
const NO_CREDENTIALS = 'Could not load the default credentials'
const NO_TOKEN =
  'the job has no identity token for the workload identity provider: give it `permissions: id-token: write` on GitHub (pull requests from forks never have one), `id_tokens: WARMSTART_ID_TOKEN` on GitLab'
const GOOGLE = { sts: 'https://sts.googleapis.com', iam: 'https://iamcredentials.googleapis.com' }

async function headersOf(client: AuthClient, hide: AdapterDependencies['hide']): ReturnType<Authorize> {
  const headers = Object.fromEntries(await client.getRequestHeaders())
  const secret = headers['authorization']?.split(' ')[1]
  if (secret) hide(secret)
  return headers
}

/** Calls at the same time are one. */
function once<T>(call: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined
  return () => {
    running ??= call().finally(() => {
      running = undefined
    })
    return running
  }
}
