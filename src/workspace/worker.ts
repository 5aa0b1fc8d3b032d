// The entry of a worker thread. A bundle of its own: `faces/compose.ts` hands its URL to the pool.
import { parentPort } from 'node:worker_threads'
import { handleRead } from './read-worker.ts'
import { statFiles } from './stat-files.ts'
import type { Answer, Task, WireError } from './workers.ts'
import { handleWrite } from './write-worker.ts'

parentPort?.on('message', ({ id, task }: { id: number; task: Task }) => {
  try {
    const { reply, transfer } = handle(task)
    parentPort?.postMessage({ id, reply } satisfies Answer, transfer)
  } catch (error) {
    parentPort?.postMessage({ id, error: toWire(error) } satisfies Answer)
  }
})

function handle(task: Task): { reply: unknown; transfer: ArrayBuffer[] } {
  switch (task.for) {
    case 'read':
      return handleRead(task)
    case 'write':
      return handleWrite(task)
    case 'stat':
      return { reply: statFiles(task), transfer: [] }
  }
}

function toWire(error: unknown): WireError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) }
  const { code, path } = error as NodeJS.ErrnoException
  return {
    name: error.name,
    message: error.message,
    ...(typeof code === 'string' && { code }),
    ...(path !== undefined && { path: String(path) }),
  }
}
