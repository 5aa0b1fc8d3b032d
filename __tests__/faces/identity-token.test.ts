import { expect, it, onTestFinished } from 'vitest'
import { identityTokenSource } from '../../src/faces/identity-token.ts'
import { startIdentityProvider } from '../support/servers/identity-provider.ts'

it('asks GitHub for a statement made for an audience, and hides it', async () => {
  const provider = await startIdentityProvider()
  onTestFinished(() => provider.close())
  const hidden: string[] = []
  const source = identityTokenSource(provider.githubEnv, (secret) => hidden.push(secret))
  const token = (await source?.('an audience & more')) ?? ''
  expect(provider.asked).toEqual(['an audience & more'])
  expect(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())).toMatchObject({
    aud: 'an audience & more',
  })
  expect(hidden).toEqual([token])
})

it('takes what another CI put into a variable', async () => {
  const hidden: string[] = []
  const source = identityTokenSource({ WARMSTART_ID_TOKEN: 'a statement' }, (secret) => hidden.push(secret))
  expect(await source?.('whatever audience')).toBe('a statement')
  expect(hidden).toEqual(['a statement'])
})

it('has none where the job was given none', () => {
  for (const env of [{}, { WARMSTART_ID_TOKEN: '' }, { ACTIONS_ID_TOKEN_REQUEST_URL: 'https://github.example' }]) {
    expect(identityTokenSource(env, () => undefined)).toBeUndefined()
  }
})

it('says that GitHub gave none, and nothing of what it was asked with', async () => {
  const provider = await startIdentityProvider()
  onTestFinished(() => provider.close())
  const env = { ...provider.githubEnv, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'a wrong one' }
  const asking = identityTokenSource(env, () => undefined)?.('x')
  await expect(asking).rejects.toThrow(/^GitHub gave no identity token \(HTTP 403\)$/)
})
