/** A ref whose entries a job may read (`r`), write (`w`) or both. */
export type Scope = readonly [ref: string, permission: 'r' | 'w' | 'rw']

const BITS = { r: 1, w: 2, rw: 3 } as const

/** A runtime token with these scopes; reads look through them in this order, writes go to the first that may be written. */
export function tokenFor(scopes: readonly Scope[]): string {
  const ac = JSON.stringify(scopes.map(([ref, permission]) => ({ Scope: ref, Permission: BITS[permission] })))
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'none', typ: 'JWT' })}.${part({ ac, orchId: 'job' })}.signature`
}

/** The scopes of an `Authorization` header; `undefined`: no token that says any. */
export function scopesOf(authorization: string | undefined): { read: string[]; write: string | undefined } | undefined {
  const payload = /^Bearer [^.]+\.([^.]+)\./i.exec(authorization ?? '')?.[1]
  if (payload === undefined) return undefined
  try {
    const { ac } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { ac: string }
    const scopes = JSON.parse(ac) as { Scope: string; Permission: number }[]
    return {
      read: scopes.filter(({ Permission }) => Permission & BITS.r).map(({ Scope }) => Scope),
      write: scopes.find(({ Permission }) => Permission & BITS.w)?.Scope,
    }
  } catch {
    return undefined
  }
}
