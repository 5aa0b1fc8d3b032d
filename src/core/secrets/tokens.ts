import { hasPrivateKey } from './values.ts'

/** The kind of the first well-known token in a small text file; `undefined`: none, or no text. */
export function tokenIn(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  // Most files end here: one pass for what every shape begins with.
  if (!BEGINNINGS.test(text) || text.includes('\0')) return undefined
  return (
    SHAPES.find(({ shape }) => [...text.matchAll(shape)].some(([token]) => isRandom(token)))?.what ??
    (hasPrivateKey(text) ? 'private key' : undefined)
  )
}

const SHAPES: readonly { readonly what: string; readonly shape: RegExp }[] = [
  { what: 'GitHub token', shape: /\bgh[pousr]_[A-Za-z0-9]{36,}|\bgithub_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}/g },
  { what: 'GitLab token', shape: /\bglpat-[\w-]{20,}/g },
  { what: 'Slack token', shape: /\bxox[abprs]-\d{8,}-[\w-]{10,}/g },
  { what: 'npm token', shape: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { what: 'Stripe key', shape: /\b[sr]k_live_[A-Za-z0-9]{20,}/g },
  { what: 'Google API key', shape: /\bAIza[\w-]{35}(?![\w-])/g },
  { what: 'PyPI token', shape: /\bpypi-AgE[\w-]{50,}/g },
  // An id alone is no secret: the key that belongs to it must be near.
  {
    what: 'AWS key',
    shape: /\bA[KS]IA[A-Z2-7]{16}\b[\s\S]{1,200}?(?<![A-Za-z0-9/+])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g,
  },
]

const BEGINNINGS = /gh[pousr]_|github_pat_|glpat-|xox[abprs]-|npm_|k_live_|AIza|pypi-AgE|A[KS]IA|PRIVATE KEY/
/** `ghp_xxxxxxxx…` stands in every manual. */
function isRandom(token: string): boolean {
  return new Set(token).size >= DISTINCT && !token.includes('EXAMPLE')
}

const DISTINCT = 12
