import { mkdirSync, realpathSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { toBytePath } from '../../src/core/bytes.ts'
import { realPlace } from '../../src/workspace/real-place.ts'
import { tempDir } from '../support/temp.ts'

test('links are followed as far as there is anything, above a place and at it', () => {
  const root = toBytePath(realpathSync(tempDir()))
  mkdirSync(join(root, 'real/in'), { recursive: true })
  symlinkSync('real', join(root, 'link'))
  symlinkSync('nowhere', join(root, 'dangling'))
  const seen = ['real/in', 'link', 'link/in', 'link/not/yet', 'not/yet', 'dangling'].map((path) =>
    realPlace(`${root}/${path}`),
  )
  expect(seen).toEqual(
    ['real/in', 'real', 'real/in', 'real/not/yet', 'not/yet', 'dangling'].map((path) => `${root}/${path}`),
  )
  expect(realPlace('/')).toBe('/')
  expect(realPlace('/no such thing')).toBe('/no such thing')
})
