import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Event, EventSink } from '../../src/core/ports/events.ts'

/** A directory that is removed when the test ends; its path has no links. */
export function tempDir(): string {
  const directory = mkdtempSync(join(realpathSync.native(tmpdir()), 'warmstart-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/** Keeps what was said. */
export function recorder(): EventSink & { readonly events: Event[] } {
  const events: Event[] = []
  return { events, emit: (event) => events.push(event) }
}
