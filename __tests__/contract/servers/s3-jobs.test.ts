import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { createServer } from 'node:tls'
import { expect, it, onTestFinished } from 'vitest'
import { plant } from '../../support/damage/trees.ts'
import { noise } from '../../support/fleet.ts'
import { startMinio } from '../../support/servers/minio.ts'
import { s3Store } from '../../support/servers/s3.ts'
import { Desk } from '../../support/warmstart.ts'
import { describeRoundTrip } from './round-trip.ts'

describeRoundTrip('jobs on MinIO', async () => {
  const minio = await startMinio()
  return {
    origin: minio.origin,
    env: minio.env,
    async store(origin) {
      const bucket = `b-${randomUUID()}`
      await minio.bucket(bucket)
      return `s3://${bucket}/some/where?endpoint=${encodeURIComponent(origin)}`
    },
    look: async (url) => s3Store(minio, new URL(url).host, 'some/where/'),
    close: () => minio.close(),
  }
})

it('saves and restores over TLS, where bodies are not signed', async () => {
  const minio = await startMinio()
  onTestFinished(() => minio.close())
  const [key, cert] = ['key.pem', 'certificate.pem'].map((name) => join(TLS, name)) as [string, string]
  let unsigned = 0
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (socket) => {
    const onward = connect(minio.port, '127.0.0.1')
    socket.on('data', (piece: Buffer) => {
      if (piece.includes('x-amz-content-sha256: UNSIGNED-PAYLOAD')) unsigned++
    })
    socket.pipe(onward).pipe(socket)
    for (const end of [socket, onward]) end.on('error', () => [socket, onward].forEach((each) => void each.destroy()))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  await minio.bucket('tls')
  const endpoint = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  const desk = new Desk()
  desk.env = {
    ...desk.env,
    ...minio.env,
    NODE_EXTRA_CA_CERTS: cert,
    WARMSTART_STORE: `s3://tls?endpoint=${encodeURIComponent(endpoint)}`,
  }
  mkdirSync(join(desk.workspace, 'tree'))
  plant(join(desk.workspace, 'tree'), { small: 'content', large: noise(1, 20 * 1024 * 1024) })
  const args = ['--name', 'v', '--path', 'tree', '--key', 'k']
  expect((await desk.json('save', ...args)).result).toMatchObject({ reason: 'saved', files: 2 })
  expect(unsigned).toBeGreaterThan(2)
  const elsewhere = new Desk()
  elsewhere.env = { ...desk.env, HOME: elsewhere.root, WARMSTART_STATE: join(elsewhere.root, 'state') }
  expect((await elsewhere.json('restore', ...args)).result).toMatchObject({ hit: 'exact', files: 2, writtenFiles: 2 })
}, 60_000)

const TLS = join(import.meta.dirname, '../../support/github-service/tls')
