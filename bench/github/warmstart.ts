import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { copyDist, root } from '../program.ts'
import type { Contestant } from './step.ts'

/** The action as a checkout has it, below a directory. */
export function warmstartAction(work: string, fromSource: boolean, say: (line: string) => void): Contestant {
  const directory = join(work, 'action')
  for (const folder of ['save', 'restore']) cpSync(join(root, folder), join(directory, folder), { recursive: true })
  if (fromSource) return { directory, script: (verb) => join(root, `src/faces/github/${verb}.ts`) }
  copyDist(join(directory, 'dist'), say)
  return { directory }
}
