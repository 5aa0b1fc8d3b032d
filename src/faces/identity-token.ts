import type { Environment } from './environment.ts'

/**
 * How this job says who it is: gives a statement, signed by its CI and made for `audience`, that a cloud can check.
 * `undefined`: the job was given none. On GitHub that takes the permission `id-token: write`; elsewhere the CI puts the
 * statement into `WARMSTART_ID_TOKEN`, made for the audience that its configuration names. Each is passed to `hide`.
 */
export function identityTokenSource(
  env: Environment,
  hide: (secret: string) => void,
): ((audience: string) => Promise<string>) | undefined {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: key, WARMSTART_ID_TOKEN: given } = env
  if (url && key) {
    return async (audience) => {
      const token = await ask(`${url}&audience=${encodeURIComponent(audience)}`, key)
      hide(token)
      return token
    }
  }
  if (!given) return undefined
  return async () => {
    hide(given)
    return given
  }
}

/** https://docs.github.com/en/actions/reference/security/oidc */
async function ask(url: string, key: string): Promise<string> {
  const answer = await fetch(url, {
    headers: { authorization: `Bearer ${key}`, accept: 'application/json' },
    signal: AbortSignal.timeout(ASK_MILLIS),
  })
  const { value } = answer.ok ? ((await answer.json()) as { readonly value?: unknown }) : {}
  if (typeof value === 'string' && value !== '') return value
  throw new Error(`GitHub gave no identity token (HTTP ${answer.status})`)
}

const ASK_MILLIS = 10_000
