import type { Manifest } from './manifest.ts'
import { HOLE } from './tree.ts'

/** Below this nobody is harmed, whatever it is made of. */
const HARMLESS_BYTES = 1024 * 1024 * 1024
/** A thousand copies of a text that shrinks to a tenth of its size. */
const RATIO_MAX = 10_000

/**
 * Why a version is taken for a bomb: files that are more than a gibibyte and more than ten thousand times what is
 * stored of them, holes not counted. `undefined`: it is none.
 */
export function bombIn({ mounts, frames }: Pick<Manifest, 'mounts' | 'frames'>): string | undefined {
  let storedBytes = 0
  for (let frame = 0; frame < frames.length; frame++) storedBytes += frames.storedLength[frame] as number
  let bytes = 0
  for (const { tree } of mounts) {
    for (let extent = 0; extent < tree.extents; extent++) {
      if (tree.frame[extent] !== HOLE) bytes += tree.extentLength[extent] as number
    }
  }
  if (bytes <= HARMLESS_BYTES || bytes <= RATIO_MAX * storedBytes) return undefined
  return `${bytes} bytes of files are made of ${storedBytes} stored ones, more than ${RATIO_MAX} to one`
}
