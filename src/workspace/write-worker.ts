// Placeholder of types until the write side is built.
export interface WriteTask {
  readonly for: 'write'
}
export type WriteReply<T extends WriteTask> = T extends WriteTask ? undefined : never
export function handleWrite(_task: WriteTask): { reply: unknown; transfer: ArrayBuffer[] } {
  throw new Error('not built yet')
}
