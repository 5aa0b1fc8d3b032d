import { describe, expect, it } from 'vitest'
import { fitsWriter, parseWriterRules, writerFacts, writerText } from '../../src/core/writer-rule.ts'
import { PROVENANCE } from '../support/provenance.ts'

const provenance = {
  ...PROVENANCE,
  repository: 'acme/web',
  workflowRef: 'acme/web/.github/workflows/main.yml@refs/heads/main',
  ref: 'refs/heads/main',
  actor: 'octocat',
  identity: { iss: 'https://token.example', sub: 'repo:acme/web:environment:prod', environment: 'prod' },
}
const facts = writerFacts('trusted', '0123456789abcdef', provenance)

describe('require-writer', () => {
  it.each<[boolean, string[]]>([
    [true, []],
    [true, ['lane=trusted']],
    [true, ['lane=trusted workflow=.github/workflows/main.yml repository=acme/web']],
    [true, ['  signer=0123456789abcdef \t ref=refs/heads/main  actor=octocat ']],
    [true, ['environment=prod issuer=https://token.example subject=repo:acme/web:environment:prod']],
    [true, ['lane=pr/7', 'lane=trusted']],
    [false, ['lane=pr/7', 'lane=local']],
    [false, ['lane=trusted repository=acme/api']],
    [false, ['lane=trust']],
    [false, ['repository=acme']],
    [false, ['workflow=main.yml']],
    [false, ['workflow=.github/workflows/main.yml@refs/heads/main']],
    [false, ['ref=refs/heads/*']],
    [false, ['actor=Octocat']],
    [false, ['environment=staging']],
  ])('%s: %j', (expected, lines) => {
    expect(fitsWriter(parseWriterRules(lines), facts)).toBe(expected)
  })

  it('takes the file of a workflow out of its reference, whatever the file and the branch are called', () => {
    const file = (workflowRef: string) => writerFacts('trusted', '', { ...provenance, workflowRef }).workflow
    expect(file('acme/web/.github/workflows/a@b.yml@refs/heads/x@refs/y')).toBe('.github/workflows/a@b.yml')
    expect(file('acme/web2/.github/workflows/main.yml@refs/heads/main')).toBe('acme/web2/.github/workflows/main.yml')
    expect(file('.gitlab-ci.yml')).toBe('.gitlab-ci.yml')
    expect(file('')).toBe('')
  })

  it('is not met by what nobody knows', () => {
    const unknown = writerFacts('trusted', '', PROVENANCE)
    expect(fitsWriter(parseWriterRules(['environment=prod']), unknown)).toBe(false)
    expect(fitsWriter(parseWriterRules(['lane=trusted']), unknown)).toBe(true)
  })

  it.each([
    ['trusted', '“trusted” is no condition'],
    ['lane=', '“lane=” is no condition'],
    ['=x', '“=x” is no condition'],
    ['branch=main', '“branch=main” is no condition; one is written NAME=VALUE, and names are lane, signer, '],
    ['__proto__=x', 'is no condition'],
    ['lane=trusted lane=local', 'has lane twice'],
  ])('%s is refused', (line, message) => {
    expect(() => parseWriterRules([line])).toThrow(message)
    expect(() => parseWriterRules([line])).toThrow(expect.objectContaining({ name: 'UserError' }))
  })

  it('says who it was in its own words', () => {
    const { environment: _, issuer: _i, subject: _s, ...rest } = facts
    const text = writerText({ ...rest, environment: '', issuer: '', subject: '' })
    expect(text).toBe(
      'lane=trusted signer=0123456789abcdef repository=acme/web workflow=.github/workflows/main.yml ref=refs/heads/main actor=octocat',
    )
    expect(fitsWriter(parseWriterRules([text]), facts)).toBe(true)
  })
})
