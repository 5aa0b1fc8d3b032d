import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { federatedCredentials, sharedKey } from '../../../src/stores/azure/credentials.ts'
import { adapterDependencies } from '../../support/servers/dependencies.ts'
import { createIssuer } from '../../support/servers/identity.ts'
import { type Answering, answerJson, startLoopback } from '../../support/servers/loopback.ts'

const STORE = 'azblob://account/container'
const SCOPE = 'https://storage.azure.com/.default'
const issuer = createIssuer()

/** The directory's token endpoint, by its documentation: client credentials with a federated credential. */
const directory: Answering = ({ method, url, body }, response) => {
  if (method !== 'POST' || url.pathname !== '/tenant-1/oauth2/v2.0/token') return answerJson(response, 404, {})
  const form = new URLSearchParams(`${body}`)
  const { aud, sub } = issuer.claims(form.get('client_assertion') ?? '')
  if (aud !== 'api://AzureADTokenExchange' || sub !== 'repo:acme/web:ref:refs/heads/main') {
    return answerJson(response, 401, { error: 'invalid_client' })
  }
  if (form.get('client_id') !== 'client-1') {
    const error_description = 'AADSTS700213: No matching federated identity record found.\r\nTrace ID: 1'
    return answerJson(response, 401, { error: 'invalid_client', error_description })
  }
  expect(Object.fromEntries(form)).toMatchObject({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    scope: SCOPE,
  })
  answerJson(response, 200, { token_type: 'Bearer', expires_in: 3599, access_token: 'directory-token' })
}

async function federation({ client = 'client-1', answer = directory, identityToken = issuer.token } = {}) {
  const { origin } = await startLoopback(answer)
  const hidden: string[] = []
  const credentials = federatedCredentials(
    { store: STORE, tenant: 'tenant-1', client },
    adapterDependencies({
      identityToken,
      env: { AZURE_AUTHORITY_HOST: `${origin}/` },
      hide: (secret) => hidden.push(secret),
    }),
  )
  return { credentials, hidden }
}

describe('a federated credential', () => {
  it('exchanges the statement of the CI', async () => {
    const { credentials, hidden } = await federation()
    const { token, expiresOnTimestamp = 0 } = (await credentials.getToken(SCOPE)) ?? {}
    expect(token).toBe('directory-token')
    expect(expiresOnTimestamp - Date.now()).toBeGreaterThan(3_500_000)
    expect(hidden).toEqual(['directory-token'])
  })

  it('says what the directory says, in one line', async () => {
    const { credentials } = await federation({ client: 'client-2' })
    await expect(credentials.getToken(SCOPE)).rejects.toMatchObject({
      name: 'StoreError',
      kind: 'denied',
      message: '401 AADSTS700213: No matching federated identity record found.',
    })
  })

  it('is refused where the job has no statement, in words that help', async () => {
    const credentials = federatedCredentials({ store: STORE, tenant: 't', client: 'c' }, adapterDependencies())
    await expect(credentials.getToken(SCOPE)).rejects.toMatchObject({
      kind: 'denied',
      message: expect.stringContaining('permissions: id-token: write'),
    })
  })

  it('may be had later when the directory is not well or does not answer', async () => {
    for (const answer of [
      ((_, response) => answerJson(response, 503, {})) satisfies Answering,
      ((_, response) => response.destroy()) satisfies Answering,
    ]) {
      const { credentials } = await federation({ answer })
      await expect(credentials.getToken(SCOPE)).rejects.toMatchObject({ kind: 'unavailable' })
    }
  })
})

describe('an account’s key in the environment', () => {
  const [key, other] = ['a2V5', 'b3RoZXI=']
  const signature = (secret: string) => createHmac('sha256', Buffer.from(secret, 'base64')).update('x').digest('base64')

  it.each<[string, Readonly<Record<string, string>>, string | undefined]>([
    ['none', {}, undefined],
    ['a key', { AZURE_STORAGE_KEY: key }, key],
    ['a key of this account', { AZURE_STORAGE_KEY: key, AZURE_STORAGE_ACCOUNT: 'account' }, key],
    ['a key of another account', { AZURE_STORAGE_KEY: key, AZURE_STORAGE_ACCOUNT: 'another' }, undefined],
    [
      'a connection string',
      { AZURE_STORAGE_CONNECTION_STRING: `DefaultEndpointsProtocol=https;AccountName=account;AccountKey=${other};` },
      other,
    ],
    [
      'a connection string of another account',
      { AZURE_STORAGE_CONNECTION_STRING: `AccountName=another;AccountKey=${other}` },
      undefined,
    ],
    [
      'both, the key of another account',
      {
        AZURE_STORAGE_KEY: key,
        AZURE_STORAGE_ACCOUNT: 'another',
        AZURE_STORAGE_CONNECTION_STRING: `AccountName=account;AccountKey=${other}`,
      },
      other,
    ],
  ])('is found: %s', (_, env, expected) => {
    const found = sharedKey('account', env)
    expect(found?.computeHMACSHA256('x')).toBe(expected && signature(expected))
    if (expected) expect(found?.accountName).toBe('account')
  })
})
