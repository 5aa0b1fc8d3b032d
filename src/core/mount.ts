import type { BytePath } from './bytes.ts'
import type { Anchor } from './manifest.ts'

/** One declared path of a volume, before a machine is known. */
export interface MountSpec {
  /** The text that mounts of two machines are paired by. */
  readonly label: string
  readonly anchor: Anchor
  /** The literal part of the pattern, below the anchor; absolute for the anchor `absolute`. `/`-separated. */
  readonly base: string
}

/** A mount on this machine. */
export interface LocalMount extends MountSpec {
  /** Absolute path of the base as bytes, `/`-separated (Node takes `/` on Windows too). Not resolved: may not exist. */
  readonly path: BytePath
  readonly selection: Selection
}

/** Which entries below a mount its patterns select. Paths are relative to the mount, `''` is the mount itself. */
export interface Selection {
  /** Everything is selected: no need to ask. */
  readonly everything: boolean
  selects(path: BytePath, isDirectory: boolean): boolean
  /** Could something below this directory be selected? */
  descends(path: BytePath): boolean
}
