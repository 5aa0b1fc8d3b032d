import { expect, it } from 'vitest'
import { FormatError, StoreError, UserError } from '../../src/core/ports/errors.ts'

it('knows errors of another copy of this module, as an adapter that is a bundle of its own throws them', async () => {
  const other = (await import(
    `${'../../src/core/ports/errors.ts'}?copy`
  )) as typeof import('../../src/core/ports/errors.ts')
  expect(other.StoreError).not.toBe(StoreError)
  const store = new other.StoreError('denied', 'a store', 'a key')
  const user = new other.UserError('what is wrong')
  expect([store instanceof StoreError, user instanceof UserError]).toEqual([true, true])
  expect([store instanceof UserError, user instanceof StoreError]).toEqual([false, false])
  for (const value of [undefined, null, 'StoreError', { name: 'StoreError' }, new Error('no'), new FormatError('no')]) {
    expect([value instanceof StoreError, value instanceof UserError]).toEqual([false, false])
  }
})
