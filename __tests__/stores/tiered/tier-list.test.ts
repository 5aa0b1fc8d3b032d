import { describe, expect, it } from 'vitest'
import { UserError } from '../../../src/core/ports/errors.ts'
import { parseTiers } from '../../../src/stores/tiered/tier-list.ts'

const through = { write: 'through', budgetBytes: undefined }

describe('parseTiers', () => {
  it('takes one store as it is, whatever it is', () => {
    for (const url of ['file:///a b', 's3://b/p?region=eu&x=y', 'github:', 'C:\\cache', '', 'file:///a?b']) {
      expect(parseTiers(url)).toEqual({ lines: [{ urls: [url], ...through }], home: 0 })
    }
  })

  it('takes a line for a tier, and from its URL what is the tier’s', () => {
    const text = `
      file:///nvme?budget=20g&write=behind

      s3://near/p?region=eu-west-1&write=around&endpoint=x  
      s3://home?write=through
    `
    expect(parseTiers(text)).toEqual({
      lines: [
        { urls: ['file:///nvme'], write: 'behind', budgetBytes: 20 * 1024 ** 3 },
        { urls: ['s3://near/p?region=eu-west-1&endpoint=x'], write: 'around', budgetBytes: undefined },
        { urls: ['s3://home'], ...through },
      ],
      home: 2,
    })
  })

  it('takes several on one line for replicas', () => {
    expect(parseTiers('s3://eu?region=eu-west-1 s3://us?region=us-east-1').lines).toEqual([
      { urls: ['s3://eu?region=eu-west-1', 's3://us?region=us-east-1'], ...through },
    ])
  })

  it('makes the last that is written to home', () => {
    expect(parseTiers('file:///a\ns3://b\ngs://c?write=around').home).toBe(1)
    expect(parseTiers('file:///a?write=around\ngithub:').home).toBe(1)
  })

  it.each([
    [
      's3://b?write=around',
      'Every store has write=around, so versions could be stored in none; leave it off one of them.',
    ],
    [
      'file:///a\ns3://b?write=behind',
      'Versions live in the store s3://b, so it is written at once; write=behind is for stores in front of it.',
    ],
    [
      'file:///a?budget=1g',
      'Versions live in the store file:///a, so nothing may be evicted from it; budget is for a directory in front of another store.',
    ],
    ['s3://a?budget=1g\ns3://b', 'The store s3://a has a budget, which only a directory (file:) can have.'],
    [
      'file:///a?budget=1g&write=around\ns3://b',
      'The store file:///a has a budget and write=around; where nothing is written nothing is evicted.',
    ],
    ['file:///a?write=back\ns3://b', 'The store file:///a has write=back; it is one of through, behind, around.'],
    [
      'file:///a?budget=lots\ns3://b',
      'The budget of the store file:///a, “lots” is not a size; write bytes, or a number with k, m, g or t, like 500m or 20g.',
    ],
    ['file:///a?write=behind&write=behind\ns3://b', 'The store file:///a has the option “write” twice.'],
    ['s3://a\ns3://b\ns3://a', 'The store s3://a is named twice.'],
    [
      's3://a s3://me:secret@b?write=around',
      'The store s3://…@b is a replica; write and budget belong to the first store of its line.',
    ],
  ])('refuses %j with one sentence', (text, sentence) => {
    expect(() => parseTiers(text)).toThrow(new UserError(sentence))
  })
})
