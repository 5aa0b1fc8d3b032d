import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asRoot, canMount } from '../mounts.ts'

/** A directory on another file system than the system's temporary files. */
export interface SecondDisk {
  readonly directory: string
  /** What it is, for the name of a test. */
  readonly kind: 'ext4' | 'memory'
  close(): void
}

/** An ext4 image in memory where mounts are allowed, the system's file system in memory where they are not. */
export function openSecondDisk(): SecondDisk {
  const parent = mkdtempSync('/dev/shm/warmstart-disk-')
  const remove = () => rmSync(parent, { recursive: true, force: true })
  const disk = canMount() ? mountImage(parent) : { directory: parent, kind: 'memory' as const, unmount() {} }
  if (statSync(disk.directory).dev === statSync(tmpdir()).dev) throw new Error(`${disk.directory} is no second disk`)
  return {
    directory: disk.directory,
    kind: disk.kind,
    close() {
      disk.unmount()
      remove()
    },
  }
}

function mountImage(parent: string) {
  const image = join(parent, 'image')
  const directory = join(parent, 'ext4')
  mkdirSync(directory)
  writeFileSync(image, '')
  truncateSync(image, 1024 ** 3)
  asRoot('mkfs.ext4', '-q', '-F', image)
  asRoot('mount', '-o', 'loop', image, directory)
  asRoot('chown', `${process.getuid?.()}`, directory)
  chmodSync(directory, 0o777)
  return { directory, kind: 'ext4' as const, unmount: () => asRoot('umount', '-l', directory) }
}
