// Preloaded into the command line and its worker threads: the file whose path ends in $VANISHES is gone when it is
// opened, and the one that ends in $CHANGES grows after each piece that is read of it, up to $CHANGES_TIMES times.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import process from 'node:process'

const { openSync, readSync } = fs
const watched = new Map<number, fs.PathLike>()
const is = (path: unknown, which: string | undefined) => which !== undefined && String(path).endsWith(which)
let left = Number(process.env['CHANGES_TIMES'])

fs.openSync = (path, ...rest) => {
  if (is(path, process.env['VANISHES'])) fs.rmSync(path, { force: true })
  const fd = openSync(path, ...rest)
  watched.delete(fd)
  if (is(path, process.env['CHANGES'])) watched.set(fd, path)
  return fd
}
fs.readSync = ((fd: number, ...rest: [never]) => {
  const read = readSync(fd, ...rest)
  const path = watched.get(fd)
  if (path !== undefined && left-- > 0) fs.appendFileSync(path, 'x')
  return read
}) as typeof fs.readSync
syncBuiltinESMExports()
