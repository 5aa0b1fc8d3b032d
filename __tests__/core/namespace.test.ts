import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { namespacePrefix, parseShareKey, shareKey } from '../../src/core/keys.ts'
import { namespaceOf, sharesOf } from '../../src/core/namespace.ts'
import { UserError } from '../../src/core/ports/errors.ts'

/** What GitHub and GitLab let a project be called, and what people may write instead. */
const part = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_.-]{1,12}$/),
  fc.constantFrom('trusted', 'local', 'ref', 'pr', '..'),
)
const project = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'))
const environment = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/')),
)

describe('an environment', () => {
  it('is a part of the namespace that no project can be', () => {
    expect(namespaceOf('acme/web', '')).toBe('acme/web')
    expect(namespaceOf('acme/web', 'production')).toBe('acme/web/@production')
    expect(namespacePrefix('acme/web/@production')).toBe('warmstart/v1/acme/web/~40production/')
    fc.assert(
      fc.property(project, environment, project, environment, (a, x, b, y) => {
        expect(namespaceOf(a, x)).not.toBe(namespaceOf(b, ''))
        fc.pre(a !== b || x !== y)
        expect(namespaceOf(a, x)).not.toBe(namespaceOf(b, y))
      }),
    )
  })

  it('has a name that one can have', () => {
    expect(namespaceOf('a', 'e'.repeat(255))).toHaveLength(258)
    expect(() => namespaceOf('a', 'e'.repeat(256))).toThrow(UserError)
  })
})

describe('share-from', () => {
  it('takes namespaces, each once, in order', () => {
    expect(sharesOf('acme/web', ['acme/base', 'acme/web/@x', 'acme/base'])).toEqual(['acme/base', 'acme/web/@x'])
    expect(sharesOf('acme/web', [])).toEqual([])
  })

  it.each([
    ['its own', ['acme/web']],
    ['an empty part', ['acme//base']],
    ['nothing', ['']],
    ['a path', ['/acme/base']],
    ['too long a name', ['a'.repeat(511)]],
    ['too many', Array.from({ length: 11 }, (_, i) => `acme/${i}`)],
  ])('refuses %s', (_what, asked) => {
    expect(() => sharesOf('acme/web', asked)).toThrow(UserError)
  })
})

describe('the name of a share', () => {
  it('lies in the owner’s lane trusted', () => {
    expect(shareKey('acme/base', 'acme/web')).toBe('warmstart/v1/acme/base/trusted/shares/acme~2fweb')
  })

  it('is one for each owner and reader, and tells the reader', () => {
    const pair = fc.tuple(project, project)
    fc.assert(
      fc.property(pair, pair, ([owner, reader], [other, stranger]) => {
        expect(parseShareKey(shareKey(owner, reader))).toBe(reader)
        fc.pre(owner !== other || reader !== stranger)
        expect(shareKey(owner, reader).toLowerCase()).not.toBe(shareKey(other, stranger).toLowerCase())
      }),
    )
  })

  it('is in no other lane, and no other object', () => {
    for (const name of ['acme/base/local/shares/x', 'acme/base/trusted/packs/x', 'acme/base/trusted/shares/x/y'])
      expect(parseShareKey(`warmstart/v1/${name}`)).toBeUndefined()
  })
})
