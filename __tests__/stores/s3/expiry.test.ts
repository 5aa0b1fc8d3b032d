import { expect, it, onTestFinished } from 'vitest'
import { readExpiry } from '../../../src/stores/s3/open.ts'
import { adapterDependencies } from '../../support/servers/dependencies.ts'
import { failure, fakeS3 } from '../../support/stores/fake-s3.ts'

/** What the SDK's own chain looks at. */
function environment(variables: Readonly<Record<string, string>>): void {
  const before = { ...process.env }
  onTestFinished(() => {
    process.env = before
  })
  process.env = { PATH: before['PATH'], AWS_EC2_METADATA_DISABLED: 'true', HOME: '/nowhere', ...variables }
}
const KEYS = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' }

const rule = (days: string, where = '<Filter><Prefix></Prefix></Filter>', status = 'Enabled') =>
  `<Rule>${where}<Status>${status}</Status><Expiration>${days}</Expiration></Rule>`
const DAYS = '<Days>30</Days>'
const below = (prefix: string) => `<Filter><Prefix>${prefix}</Prefix></Filter>`

it.each([
  ['', undefined],
  [rule(DAYS), 30],
  [rule(DAYS, below('some/')), 30],
  [rule(DAYS, below('some/where/warmstart/v1/acme/')), 30],
  [rule(DAYS, below('elsewhere/')), undefined],
  [rule(DAYS, '<Prefix>elsewhere/</Prefix>'), undefined],
  [rule(DAYS, '<Filter><And><Prefix>some/where/</Prefix></And></Filter>'), 30],
  [rule(DAYS, undefined, 'Disabled'), undefined],
  [rule('<ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker>'), undefined],
  [rule('<Date>2026-12-01T00:00:00.000Z</Date>'), 0],
  [rule('<Days>60</Days>') + rule('<Days>9</Days>', below('some/where')), 9],
])('rules of a bucket: case %#', async (rules, days) => {
  const body = `<LifecycleConfiguration>${rules}</LifecycleConfiguration>`
  environment(KEYS)
  const server = await fakeS3(() => ({ headers: { 'content-type': 'application/xml' }, body }))
  const url = `s3://bucket/some/where?endpoint=${encodeURIComponent(server.origin)}`
  expect(await readExpiry(url, adapterDependencies())).toBe(days)
  expect(server.asked.map(({ path, query }) => [path, query.has('lifecycle')])).toEqual([['/bucket/', true]])
})

it('a bucket without rules removes nothing; rules that may not be read are refused', async () => {
  for (const [code, expected] of [
    ['NoSuchLifecycleConfiguration', undefined],
    ['AccessDenied', 'denied'],
  ] as const) {
    environment(KEYS)
    const server = await fakeS3(() => failure(code === 'AccessDenied' ? 403 : 404, code))
    const url = `s3://bucket?endpoint=${encodeURIComponent(server.origin)}`
    const asked = readExpiry(url, adapterDependencies()).catch((error: { kind: string }) => error.kind)
    expect(await asked).toBe(expected)
  }
})
