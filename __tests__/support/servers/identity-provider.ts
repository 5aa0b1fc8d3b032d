import { createSign, generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An OpenID provider on loopback, as a CI's is: it signs statements about jobs, and publishes the key to check them. */
export interface IdentityProvider {
  readonly origin: string
  readonly configUrl: string
  /** A signed statement for an audience; valid for some minutes unless `expiresIn` says other seconds. */
  token(audience: string, claims?: Readonly<Record<string, unknown>>, expiresIn?: number): string
  /** The variables by which a job of GitHub asks for its statement: this provider hands it out. */
  readonly githubEnv: Readonly<Record<string, string>>
  /** Audiences that were asked for so, in their order. */
  readonly asked: string[]
  close(): Promise<void>
}

export async function startIdentityProvider(): Promise<IdentityProvider> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const asked: string[] = []
  let origin = ''
  const token: IdentityProvider['token'] = (audience, claims = {}, expiresIn = 300) => {
    const now = Math.floor(Date.now() / 1000)
    const sub = 'repo:acme/web:ref:refs/heads/main'
    const payload = { iss: origin, aud: audience, sub, iat: now - 5, nbf: now - 5, exp: now + expiresIn, ...claims }
    const signed = [{ alg: 'RS256', typ: 'JWT', kid: KEY_ID }, payload]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.')
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`
  }
  const server = createServer((request, answer) => {
    const url = new URL(request.url ?? '', origin)
    const json = (value: unknown) => answer.setHeader('content-type', 'application/json').end(JSON.stringify(value))
    if (url.pathname === CONFIG) {
      json({
        issuer: origin,
        jwks_uri: `${origin}/keys`,
        authorization_endpoint: `${origin}/authorize`,
        token_endpoint: `${origin}/token`,
        userinfo_endpoint: `${origin}/userinfo`,
        response_types_supported: ['id_token'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      })
    } else if (url.pathname === '/keys') {
      json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: KEY_ID, use: 'sig', alg: 'RS256' }] })
    } else if (url.pathname === '/github' && request.headers.authorization === `Bearer ${REQUEST_TOKEN}`) {
      const audience = url.searchParams.get('audience') ?? ''
      asked.push(audience)
      json({ value: token(audience) })
    } else {
      answer.writeHead(403).end()
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    configUrl: `${origin}${CONFIG}`,
    token,
    githubEnv: {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${origin}/github?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: REQUEST_TOKEN,
    },
    asked,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

const CONFIG = '/.well-known/openid-configuration'
const KEY_ID = 'the only one'
const REQUEST_TOKEN = 'what a job asks with'
