import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { EXTRACTIONS, ending } from '../support/attacks/extractions.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/security/attacks.md'), 'utf8')
const tests = join(import.meta.dirname, '..')

/** The rows of all tables with this last heading, as cells. */
function rows(last: string): string[][] {
  const found: string[][] = []
  let inside = false
  for (const line of page.split('\n')) {
    if (!line.startsWith('|')) inside = false
    else if (line.endsWith(`| ${last} |`)) inside = true
    else if (inside && !line.startsWith('| ---')) found.push(line.slice(2, -2).split(' | '))
  }
  return found
}

describe('docs/security/attacks.md', () => {
  const attacks = rows('tests')

  test('has its rows', () => expect(attacks.length).toBeGreaterThan(35))

  test.each(attacks)('%s', (_attack, _ends, cell = '') => {
    const named = [...cell.matchAll(/`([\w/.-]+\.test\.ts)`((?:,? “[^”]+”)*)/g)]
    expect(named.length).toBeGreaterThan(0)
    for (const [, file = '', names = ''] of named) {
      expect(existsSync(join(tests, file)), file).toBe(true)
      const source = readFileSync(join(tests, file), 'utf8').replaceAll('\\`', '`')
      for (const [, name = ''] of names.matchAll(/“([^”]+)”/g)) expect(source, file).toContain(name)
    }
  })

  test('has every published attack that is tried', () => {
    const tried = EXTRACTIONS.map((row) => [row.cve, row.did, ending(row)])
    expect(rows('here')).toEqual(tried)
  })
})
