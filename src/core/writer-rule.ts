import type { Lane } from './lane.ts'
import { UserError } from './ports/errors.ts'
import type { Provenance } from './provenance.ts'

/** Who must have written a version: each name with the value it must have. */
export type WriterRule = Readonly<Partial<Record<WriterName, string>>>

/** What is known of a version's writer, by the names that rules use. */
export type WriterFacts = Readonly<Record<WriterName, string>>

type WriterName = (typeof NAMES)[number]

const NAMES = ['lane', 'signer', 'repository', 'workflow', 'ref', 'actor', 'environment', 'issuer', 'subject'] as const

/**
 * `lane=trusted workflow=.github/workflows/main.yml`, one rule a line: of a line everything must fit, and any line will
 * do. Throws `UserError`.
 */
export function parseWriterRules(lines: readonly string[]): WriterRule[] {
  return lines.map((line) => {
    const rule: Partial<Record<WriterName, string>> = {}
    for (const part of line.trim().split(/\s+/)) {
      const at = part.indexOf('=')
      const name = NAMES.find((known) => known === part.slice(0, Math.max(0, at)))
      const value = part.slice(at + 1)
      if (!name || value === '') {
        throw new UserError(
          `require-writer: “${part}” is no condition; one is written NAME=VALUE, and names are ${NAMES.join(', ')}.`,
        )
      }
      if (rule[name] !== undefined) {
        throw new UserError(`require-writer: “${line}” has ${name} twice; write two lines where either will do.`)
      }
      rule[name] = value
    }
    return rule
  })
}

/** No rules fit everybody. */
export function fitsWriter(rules: readonly WriterRule[], facts: WriterFacts): boolean {
  return rules.length === 0 || rules.some((rule) => NAMES.every((name) => (rule[name] ?? facts[name]) === facts[name]))
}

/** What a rule can ask of a version: where it lies, who signed it, and what its provenance says. */
export function writerFacts(lane: Lane, signer: string, provenance: Provenance): WriterFacts {
  const { repository, workflowRef, ref, actor, identity } = provenance
  return {
    lane,
    signer,
    repository,
    workflow: workflowFile(workflowRef, repository),
    ref,
    actor,
    environment: identity['environment'] ?? '',
    issuer: identity['iss'] ?? '',
    subject: identity['sub'] ?? '',
  }
}

/** Those of the facts that there are, as a rule would be written. */
export function writerText(facts: WriterFacts): string {
  return NAMES.flatMap((name) => (facts[name] === '' ? [] : [`${name}=${facts[name]}`])).join(' ')
}

/** `owner/name/.github/workflows/main.yml@refs/heads/main`: the file alone, whose name may have an `@`, too. */
function workflowFile(workflowRef: string, repository: string): string {
  const path = workflowRef.replace(/@refs\/.*$/s, '')
  return path.startsWith(`${repository}/`) ? path.slice(repository.length + 1) : path
}
