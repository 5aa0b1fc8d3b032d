import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { defaultCredentials, federatedCredentials } from '../../../src/stores/gcs/credentials.ts'
import { adapterDependencies } from '../../support/servers/dependencies.ts'
import { createIssuer } from '../../support/servers/identity.ts'
import { type Answering, answerJson, startLoopback } from '../../support/servers/loopback.ts'
import { tempDir } from '../../support/temp.ts'

const PROVIDER = 'projects/123/locations/global/workloadIdentityPools/ci/providers/github'
const STORE = 'gs://b'
const issuer = createIssuer()

/** Google's two services, by their documentation: who is told a valid statement gives a token, which may become another. */
const google: Answering = ({ method, url, headers, body }, response) => {
  if (method === 'POST' && url.pathname === '/v1/token') {
    const form = new URLSearchParams(`${body}`)
    const { aud } = issuer.claims(form.get('subject_token') ?? '')
    if (
      aud !== `https://iam.googleapis.com/${PROVIDER}` ||
      form.get('audience') !== `//iam.googleapis.com/${PROVIDER}`
    ) {
      return answerJson(response, 400, { error: 'invalid_grant', error_description: 'The audience is another.' })
    }
    const token = { access_token: 'federated-token', token_type: 'Bearer', expires_in: 3600 }
    return answerJson(response, 200, { ...token, issued_token_type: 'urn:ietf:params:oauth:token-type:access_token' })
  }
  if (url.pathname === '/v1/projects/-/serviceAccounts/ci@p.iam.gserviceaccount.com:generateAccessToken') {
    expect(headers.authorization).toBe('Bearer federated-token')
    const expireTime = new Date(Date.now() + 3_600_000).toISOString()
    return answerJson(response, 200, { accessToken: 'account-token', expireTime })
  }
  answerJson(response, 404, {})
}

async function federation(serviceAccount?: string, answer = google, provider = PROVIDER) {
  const { origin, seen } = await startLoopback(answer)
  const hidden: string[] = []
  const services = { sts: origin, iam: origin }
  const authorize = federatedCredentials(
    { store: STORE, provider, serviceAccount, services },
    adapterDependencies({ identityToken: issuer.token, hide: (secret) => hidden.push(secret) }),
  )
  return { authorize, seen, hidden }
}

describe('workload identity federation', () => {
  it('exchanges the statement of the CI, once for all', async () => {
    const { authorize, seen, hidden } = await federation()
    const [first] = await Promise.all([authorize(), authorize()])
    expect(first).toMatchObject({ authorization: 'Bearer federated-token' })
    expect(await authorize()).toEqual(first)
    expect(seen).toHaveLength(1)
    expect(hidden).toContain('federated-token')
  })

  it('acts as a service account', async () => {
    const { authorize, seen, hidden } = await federation('ci@p.iam.gserviceaccount.com')
    expect(await authorize()).toMatchObject({ authorization: 'Bearer account-token' })
    expect(seen).toHaveLength(2)
    expect(hidden).toContain('account-token')
  })

  it('is refused where the job has no statement, in words that help', async () => {
    const authorize = federatedCredentials(
      { store: STORE, provider: PROVIDER, serviceAccount: undefined },
      adapterDependencies(),
    )
    await expect(authorize()).rejects.toMatchObject({
      name: 'StoreError',
      kind: 'denied',
      message: expect.stringContaining('permissions: id-token: write'),
    })
  })

  it('says what the service says', async () => {
    const { authorize } = await federation(undefined, google, `${PROVIDER}2`)
    await expect(authorize()).rejects.toThrow('invalid_grant: The audience is another.')
  })
})

describe('application default credentials', () => {
  afterEach(() => vi.unstubAllEnvs())

  const alone = () => {
    const home = tempDir()
    // No account of a machine is looked for, and no home but this.
    vi.stubEnv('HOME', home)
    vi.stubEnv('METADATA_SERVER_DETECTION', 'none')
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', '')
    return home
  }

  it('are nobody in particular where there are none', async () => {
    alone()
    expect(await defaultCredentials(adapterDependencies())()).toEqual({})
  })

  it('are what the file says that the environment names', async () => {
    const home = alone()
    const { origin } = await startLoopback(google)
    // What Google's own action leaves for the steps after it.
    const config = {
      type: 'external_account',
      audience: `//iam.googleapis.com/${PROVIDER}`,
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      token_url: `${origin}/v1/token`,
      credential_source: { file: join(home, 'statement') },
    }
    writeFileSync(join(home, 'statement'), await issuer.token(`https://iam.googleapis.com/${PROVIDER}`))
    writeFileSync(join(home, 'config.json'), JSON.stringify(config))
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', join(home, 'config.json'))
    const hide = vi.fn()
    expect(await defaultCredentials({ hide })()).toMatchObject({ authorization: 'Bearer federated-token' })
    expect(hide).toHaveBeenCalledWith('federated-token')
  })
})
