// Placeholder of types until the read side is built.
export interface ReadTask {
  readonly for: 'read'
}
export type ReadReply<T extends ReadTask> = T extends ReadTask ? undefined : never
export function handleRead(_task: ReadTask): { reply: unknown; transfer: ArrayBuffer[] } {
  throw new Error('not built yet')
}
