/**
 * Does something with each of them, so many at a time, begun in their order. Rejects with the first failure; the others
 * go on.
 */
export async function eachAtOnce<T>(all: Iterable<T>, most: number, work: (one: T) => Promise<unknown>): Promise<void> {
  // Shared, and an array's: it goes on after a worker has failed.
  const rest = [...all].values()
  const worker = async () => {
    for (const one of rest) await work(one)
  }
  await Promise.all(Array.from({ length: most }, worker))
}
