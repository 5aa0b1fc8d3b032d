import { describe, expect, it } from 'vitest'
import { checksWith } from './deviations.ts'

const DEVIATIONS = [{ scenario: 'one', check: 'status', answer: 'failure', reason: 'it knows no better' }]

describe('a runner with a known deviation', () => {
  it('may answer that, in that check of that scenario', () => {
    const { check, finish } = checksWith(DEVIATIONS, 'one')
    check('status', 'failure', 'cancelled')
    check('another', ['a'], ['a'])
    finish()
  })

  it.each([
    ['has become right', 'one', 'status', 'cancelled', /known to be wrong: it knows no better/],
    ['answers something else yet', 'one', 'status', 'success', /known to be wrong/],
    ['answers so to another check', 'one', 'another', 'failure', /another/],
    ['answers so in another scenario', 'two', 'status', 'failure', /status/],
  ])('fails if it %s', (_, scenario, what, actual, message) => {
    expect(() => checksWith(DEVIATIONS, scenario).check(what, actual, 'cancelled')).toThrow(message)
  })

  it('fails if the listed answer is the right one', () => {
    expect(() => checksWith(DEVIATIONS, 'one').check('status', 'failure', 'failure')).toThrow(/the right answer/)
  })

  it('fails if no check asks for it', () => {
    expect(() => checksWith(DEVIATIONS, 'one').finish()).toThrow(/no check of the scenario/)
    expect(() => checksWith(DEVIATIONS, 'two').finish()).not.toThrow()
  })
})
