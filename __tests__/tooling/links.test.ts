import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const pages = globSync('{*.md,{docs,demo,bench,restore,save,.github}/**/*.md}', { cwd: root })

describe('every link to a place in the repository leads there', () => {
  test('there are pages', () => {
    expect(pages).toContain('README.md')
    expect(pages.length).toBeGreaterThan(3)
  })

  test.each(pages)('%s', (page) => {
    expect(brokenLinks(join(root, page))).toEqual([])
  })

  test('each page of docs/ is named in the README', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8')
    const docs = globSync('docs/*.md', { cwd: root }).map((page) => page.replaceAll('\\', '/'))
    expect(docs.filter((page) => !readme.includes(`(${page})`))).toEqual([])
  })
})

describe('a broken link', () => {
  test.each([
    ['[a](nowhere.md)', ['nowhere.md']],
    ['![a](docs/nowhere.svg)', ['docs/nowhere.svg']],
    ['[a](README.md#no-such-heading)', ['README.md#no-such-heading']],
    ['[a](#here) and [b](https://example.com/x)\n\n# Here', []],
    ['```\n[a](nowhere.md)\n```\n`[a](nowhere.md)`', []],
  ])('%j', (text, expected) => {
    expect(brokenLinks(join(root, 'page.md'), text)).toEqual(expected)
  })
})

/** Targets of a page's relative links that do not exist: a missing file, or a heading that its page lacks. */
function brokenLinks(page: string, text = readFileSync(page, 'utf8')): string[] {
  const prose = text.replaceAll(/```[\s\S]*?```/g, '').replaceAll(/`[^`\n]*`/g, '')
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] as string)
  return targets.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false
    const [path = '', anchor] = target.split('#')
    const file = path === '' ? page : join(dirname(page), path)
    if (path !== '' && !existsSync(file)) return true
    return anchor !== undefined && !headings(path === '' ? text : readFileSync(file, 'utf8')).includes(anchor)
  })
}

/** A page's headings as GitHub names their anchors. */
function headings(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map((match) =>
    (match[1] as string)
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
}
