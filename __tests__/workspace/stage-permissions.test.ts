import { expect, test } from 'vitest'
import { asOrdinaryUser } from '../support/ordinary-user.ts'
import { tempDir } from '../support/temp.ts'

test.skipIf(process.platform === 'win32')('a user whom modes bind restores every tree', () => {
  const came = asOrdinaryUser(new URL('../support/staging-child.ts', import.meta.url), tempDir()) as Record<
    string,
    unknown
  >
  expect(came['random']).toBe('good')
  expect(came['runs']).toBeGreaterThan(5)
  expect(came['readOnly']).toEqual({
    words: [
      '/"mod"/"inner"/"old": nothing instead of file 644 3 cba06b5736faf67e ',
      '/"mod"/"inner"/"dir": directory 500 instead of nothing',
      '/"mod"/"inner"/"dir"/"x": file 400 1 2d711642b726b044  instead of nothing',
      '/"mod"/"inner"/"new": file 444 3 11507a0e2f5e69d5  instead of nothing',
    ],
    mod: 0o2555,
    left: ['m'],
  })
  expect(came['aborted']).toEqual({ words: [], mod: 0o2555, left: ['m'] })
  expect(came['closedParent']).toEqual({ file: 'content', left: ['file', 'link'] })
  expect(came['denied']).toEqual({ code: 'EACCES', left: [] })
})
