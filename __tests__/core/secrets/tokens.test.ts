import { describe, expect, test } from 'vitest'
import { isPackageTree } from '../../../src/core/secrets/package-tree.ts'
import { tokenIn } from '../../../src/core/secrets/tokens.ts'

const random = (length: number) => 'q8Zx1Lw5Rt7Vb3Nm9Kj2Hg6Fd4Sa0PyUcEoWiTe'.repeat(4).slice(0, length)

// Put together here, so that no scanner takes this file for what it looks for.
const TOKENS: readonly (readonly [string, string])[] = [
  ['GitHub token', `ghs_${random(36)}`],
  ['GitHub token', `github_pat_${random(22)}_${random(59)}`],
  ['GitLab token', `glpat-${random(20)}`],
  ['Slack token', `xoxb-123456789012-${random(24)}`],
  ['npm token', `npm_${random(36)}`],
  ['Stripe key', `sk_live_${random(24)}`],
  ['Google API key', `AIza${random(35)}`],
  ['PyPI token', `pypi-AgEIcHlwaS5vcmc${random(60)}`],
  ['AWS key', `key: AKIA${'Q2W3E4R5T6Y7U2I3'}\nsecret: ${random(40)}\n`],
  ['private key', `"-----BEGIN PRIVATE KEY-----\\n${random(64)}"`],
]

describe.each(TOKENS)('a %s', (what, token) => {
  test('is found in text, whole only', () => {
    expect(tokenIn(Buffer.from(`const x = '${token}'\n`))).toBe(what)
    expect(tokenIn(Buffer.from(`const x = '${token.slice(0, token.length / 2)}'\n`))).toBe(undefined)
  })

  test('is not looked for in what is no text', () => {
    expect(tokenIn(Buffer.from(`\0${token}`))).toBe(undefined)
  })
})

test.each([
  `ghp_${'x'.repeat(36)}`,
  'AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  'begin with ghp_ and npm_ and AIza, or -----BEGIN PRIVATE KEY-----',
  'AKIAQ2W3E4R5T6Y7U2I3 alone is a name',
])('%s is none', (text) => {
  expect(tokenIn(Buffer.from(text))).toBe(undefined)
})

test.each([
  ['node_modules/a', true],
  ['web/node_modules/@scope/a/test/fixtures', true],
  ['node_modules/.pnpm/a@1.0.0/node_modules/a', true],
  ['node_modules', false],
  ['node_modules/@scope', false],
  ['node_modules/.cache/tool', false],
  ['.cargo/registry/src/index.crates.io-1949/serde-1.0.0', true],
  ['.cargo', false],
  ['.cargo/git/checkouts/a-0123/abc', true],
  ['.venv/lib/python3.12/site-packages/certifi', true],
  ['.venv/lib/python3.12/site-packages', false],
  ['go/pkg/mod/github.com/a/b@v1.2.3/testdata', true],
  ['go/pkg/mod/cache', false],
  ['vendor/bundle/ruby/3.3.0/gems/rack-3.0.0', true],
  ['vendor/bundle/ruby', false],
  ['vendor/symfony/http-kernel', true],
  ['.npm/_cacache/content-v2/sha512/aa', true],
  ['src/my_node_modules/a', false],
])('%s: in a package’s own tree: %s', (directory, inside) => {
  expect(isPackageTree(directory)).toBe(inside)
})
