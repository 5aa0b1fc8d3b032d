import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytes, count, counted, duration, htmlSafe, logSafe, rate } from '../../src/faces/text.ts'

describe('logSafe', () => {
  it.each([
    ['a\n::set-output name=x::y', 'a\\n::set-output name=x::y'],
    ['::error::no', '\\::error::no'],
    ['  ::warning file=a::no', '  \\::warning file=a::no'],
    ['x ##[group]y', 'x ##\\[group]y'],
    ['##vso[task.setvariable variable=a]b', '##vso\\[task.setvariable variable=a]b'],
    ['section_start:1:a\r\x1b[0Kb', 'section_start:1:a\\r\\x1b[0Kb'],
    ['a\u202eb\u2028c\u200bd', 'a\\u202eb\\u2028c\\u200bd'],
    ['tab\there \x9b31m', 'tab\\there \\x9b31m'],
    ['naïve “key” 日本語 🚀', 'naïve “key” 日本語 🚀'],
  ])('%j', (text, safe) => {
    expect(logSafe(text)).toBe(safe)
  })

  it('is one line that no runner takes for a command, whatever it is given', () => {
    const piece = fc.constantFrom('::', '##[', '##', '[', '\n', '\r', '\x1b', ' ', '%0A', 'a', 'b=', '\ud800')
    const text = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(text, (text) => {
        const safe = logSafe(text)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
        expect(safe).not.toMatch(/^\s*::|##\w*\[|[\n\r\x1b]/)
        expect(safe.isWellFormed()).toBe(true)
      }),
    )
  })
})

describe('htmlSafe', () => {
  it('leaves no markup and no blank line that would end an HTML block', () => {
    expect(htmlSafe('</td>\n\n# <img src=x onerror="a">&\'')).toBe(
      '&lt;/td&gt;\\n\\n# &lt;img src=x onerror=&quot;a&quot;&gt;&amp;&#39;',
    )
  })
})

describe('figures', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.0 KiB'],
    [1024 ** 2 - 1, '1.0 MiB'],
    [457_000_000, '435.8 MiB'],
    [3 * 1024 ** 3, '3.0 GiB'],
  ])('%d bytes: %s', (number, text) => {
    expect(bytes(number)).toBe(text)
  })

  it.each([
    [0, '0.00 s'],
    [9_994, '9.99 s'],
    [9_996, '10.0 s'],
    [99_949, '99.9 s'],
    [185_000, '3 min 05 s'],
    [119_600, '2 min 00 s'],
  ])('%d ms: %s', (millis, text) => {
    expect(duration(millis)).toBe(text)
  })

  it('counts', () => {
    expect(count(33_253)).toBe('33,253')
    expect(counted(1, 'file')).toBe('1 file')
    expect(counted(0, 'file')).toBe('0 files')
  })

  it('says no rate where none can be known', () => {
    expect(rate(1024 ** 2, 500)).toBe('2.0 MiB/s')
    expect(rate(1024, 0)).toBeUndefined()
  })
})
