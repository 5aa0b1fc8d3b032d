// Markdown and plain text of the part `slow`. Pure.
import { githubReport, githubTables } from '../github/report.ts'
import type { GithubResults } from '../github/results.ts'

export interface SlowResults extends GithubResults {
  readonly part: 'slow'
}

export function slowReport(results: SlowResults, file: string): string {
  return githubReport(results, file)
}

export function slowTables(results: SlowResults): string {
  return githubTables(results)
}
