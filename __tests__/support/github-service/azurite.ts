import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import {
  BlobSASPermissions,
  BlobServiceClient,
  type ContainerClient,
  generateBlobSASQueryParameters,
  SASProtocol,
  StorageSharedKeyCredential,
} from '@azure/storage-blob'
import { azuriteMain } from '../../../scripts/azurite.ts'
import type { BlobSide } from './blobs.ts'
import type { Answer, Head } from './message.ts'

/** The account that Azurite has without being asked, and its key, which is public. */
const ACCOUNT = 'devstoreaccount1'
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='
const CONTAINER = 'actions-cache'

/** Azurite in a process of its own: it checks signatures, block lists and ranges by the real service's rules. */
export class AzuriteBlobs implements BlobSide {
  readonly #process: ChildProcess
  readonly #directory: string
  readonly #origin: string
  readonly #credential = new StorageSharedKeyCredential(ACCOUNT, KEY)
  readonly #container: ContainerClient
  readonly #agent = new Agent({ keepAlive: true })

  static async start(): Promise<AzuriteBlobs> {
    const main = azuriteMain()
    if (main === undefined) throw new Error('Azurite is not installed: run scripts/azurite.ts')
    const directory = mkdtempSync(join(tmpdir(), 'warmstart-azurite-'))
    const args = ['--blobHost', '127.0.0.1', '--blobPort', '0', '--location', directory]
    const child = spawn(process.execPath, [main, ...args, '--skipApiVersionCheck', '--disableTelemetry'], {
      cwd: directory,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const origin = await new Promise<string>((resolve, reject) => {
      let said = ''
      child.stdout.on('data', (piece: Buffer) => {
        said += piece
        const listens = /successfully listens on (\S+)/.exec(said)
        if (listens?.[1]) resolve(listens[1])
      })
      child.on('exit', (status) => reject(new Error(`Azurite ended with ${status}: ${said}`)))
    })
    const blobs = new AzuriteBlobs(child, directory, origin)
    await blobs.#container.create()
    return blobs
  }

  private constructor(child: ChildProcess, directory: string, origin: string) {
    this.#process = child
    this.#directory = directory
    this.#origin = origin
    this.#container = new BlobServiceClient(`${origin}/${ACCOUNT}`, this.#credential).getContainerClient(CONTAINER)
  }

  async close(): Promise<void> {
    this.#agent.destroy()
    const exited = new Promise((resolve) => this.#process.once('exit', resolve))
    this.#process.kill('SIGKILL')
    await exited
    rmSync(this.#directory, { recursive: true, force: true })
  }

  sign(blob: string, permissions: 'cw' | 'r', expiresAt: number): string {
    const query = generateBlobSASQueryParameters(
      {
        containerName: CONTAINER,
        blobName: blob,
        permissions: BlobSASPermissions.parse(permissions),
        expiresOn: new Date(expiresAt),
        protocol: SASProtocol.HttpsAndHttp,
      },
      this.#credential,
    )
    return `/${ACCOUNT}/${CONTAINER}/${blob}?${query}`
  }

  async answer({ method, url, headers }: Head, body: Uint8Array): Promise<Answer> {
    const { host: _host, connection: _connection, 'transfer-encoding': _coding, ...passed } = headers
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      request(
        `${this.#origin}${url.pathname}${url.search}`,
        {
          method,
          agent: this.#agent,
          headers: { ...passed, ...(method === 'PUT' && { 'content-length': body.length }) },
        },
        resolve,
      )
        .on('error', reject)
        .end(body)
    })
    const pieces: Buffer[] = []
    for await (const piece of answer) pieces.push(piece as Buffer)
    const { connection, 'keep-alive': _alive, 'transfer-encoding': chunked, ...kept } = answer.headers
    const length = pieces.reduce((sum, piece) => sum + piece.length, 0)
    return {
      status: answer.statusCode ?? 500,
      headers: { ...(kept as Record<string, string>), ...(method !== 'HEAD' && { 'content-length': `${length}` }) },
      body: pieces,
    }
  }

  async bytes(blob: string): Promise<number | undefined> {
    const client = this.#container.getBlobClient(blob)
    return (await client.exists()) ? (await client.getProperties()).contentLength : undefined
  }

  async remove(blob: string): Promise<void> {
    await this.#container.getBlobClient(blob).deleteIfExists()
  }
}
