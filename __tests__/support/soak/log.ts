import { appendFileSync, existsSync, readFileSync } from 'node:fs'

/** What a process of a soak did, a line each. What was written before a kill is there after it. */
export type Entry =
  /** It asks for a key, or has just done so. */
  | { readonly did: 'begin'; readonly what: 'restore' | 'save'; readonly key: string }
  | { readonly did: 'missed'; readonly key: string }
  | {
      readonly did: 'restored'
      readonly key: string
      readonly version: string
      /** The tree that it found. */
      readonly tree: string
      /** What of that tree is not as it should be. */
      readonly wrong: readonly string[]
    }
  /** It is about to save this tree. */
  | { readonly did: 'offer'; readonly key: string; readonly tree: string }
  | { readonly did: 'saved'; readonly key: string; readonly tree: string; readonly version: string }
  | { readonly did: 'not-saved'; readonly key: string; readonly reason: string }
  /** It is about to make this commit the head, after the one it follows. */
  | { readonly did: 'advance'; readonly key: string; readonly commit: string; readonly from: string }
  /** It was told that its commit became the head. */
  | { readonly did: 'advanced'; readonly key: string; readonly commit: string }
  | { readonly did: 'warned'; readonly type: string }
  /** Nothing that a fault may lead to. */
  | { readonly did: 'failed'; readonly error: string }
  | { readonly did: 'ended' }

export function appendEntry(file: string, entry: Entry): void {
  appendFileSync(file, `${JSON.stringify(entry)}\n`)
}

export function readLog(file: string): Entry[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Entry)
}
