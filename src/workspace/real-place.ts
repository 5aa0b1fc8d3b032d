import { realpathSync } from 'node:fs'
import { sep } from 'node:path'
import { type BytePath, joinBytes, toFsPath } from '../core/bytes.ts'
import { parentOf } from './safe-path.ts'

/** Where a path leads once all links on the way are followed; the part that does not exist is kept as it is. */
export function realPlace(path: BytePath): BytePath {
  try {
    return realpathSync.native(toFsPath(path), 'latin1').replaceAll(sep, '/')
  } catch {
    const above = parentOf(path)
    return above === '' ? path : joinBytes(realPlace(above), path.slice(above.length + 1))
  }
}
