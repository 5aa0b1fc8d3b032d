/** Bytes of arrays that wait for a collection after a read, beside what was read. A collection may come before. */
export async function leftBy(read: () => Promise<Uint8Array | undefined>): Promise<number> {
  const before = process.memoryUsage().arrayBuffers
  const bytes = await read()
  return process.memoryUsage().arrayBuffers - before - (bytes?.length ?? 0)
}
