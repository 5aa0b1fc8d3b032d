import { generateKeyPairSync, sign, verify } from 'node:crypto'

/** A CI that signs who its job is, as GitHub and GitLab do: OpenID Connect, RS256. */
export interface Issuer {
  /** The statement for an audience. */
  token(audience: string): Promise<string>
  /** The claims of a statement that this issuer signed; throws for any other. */
  claims(token: string): { readonly aud: string; readonly sub: string }
}

export function createIssuer(): Issuer {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return {
    async token(audience) {
      const seconds = Math.floor(Date.now() / 1000)
      const claims = {
        iss: 'https://ci.test',
        sub: 'repo:acme/web:ref:refs/heads/main',
        aud: audience,
        exp: seconds + 300,
      }
      const signed = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`
      return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`
    },
    claims(token) {
      const [head = '', body = '', signature = ''] = token.split('.')
      const isOurs = verify('sha256', Buffer.from(`${head}.${body}`), publicKey, Buffer.from(signature, 'base64url'))
      if (!isOurs) throw new Error('not signed by this issuer')
      return JSON.parse(`${Buffer.from(body, 'base64url')}`)
    },
  }
}
