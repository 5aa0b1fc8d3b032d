import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { programFile } from '../../../scripts/servers.ts'
import { type RunningServer, startServer } from './process.ts'

/** MinIO: a server of S3's protocol that honours conditional writes, has an STS, and evaluates policies. */
export interface Minio extends RunningServer {
  /** The variables of a process that acts as MinIO's administrator. */
  readonly env: Readonly<Record<string, string>>
  readonly credentials: Credentials
  /** Credentials for a while that may do no more than these statements of a policy allow, as the server sees to it. */
  limited(statements: readonly Readonly<Record<string, unknown>>[]): Promise<Credentials>
  /** As the administrator; closed with the server. */
  readonly client: S3Client
  /** Makes a bucket and returns the URL of a store in it. */
  bucket(name: string): Promise<string>
}

export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** `env`: MinIO's own settings, such as `MINIO_IDENTITY_OPENID_CONFIG_URL`. */
export async function startMinio(env: Readonly<Record<string, string>> = {}): Promise<Minio> {
  const server = await startServer({
    file: programFile('minio'),
    args: ({ port, directory }) => ['server', '--quiet', '--address', `127.0.0.1:${port}`, directory],
    env: { MINIO_ROOT_USER: USER, MINIO_ROOT_PASSWORD: PASSWORD, MINIO_BROWSER: 'off', MINIO_UPDATE: 'off', ...env },
    readyPath: '/minio/health/ready',
  })
  const credentials = { accessKeyId: USER, secretAccessKey: PASSWORD }
  const client = new S3Client({
    endpoint: server.origin,
    region: REGION,
    forcePathStyle: true,
    credentials,
  })
  return {
    ...server,
    env: { AWS_ACCESS_KEY_ID: USER, AWS_SECRET_ACCESS_KEY: PASSWORD },
    credentials,
    client,
    async limited(statements) {
      const sts = new STSClient({ endpoint: server.origin, region: REGION, credentials })
      const Policy = JSON.stringify({ Version: '2012-10-17', Statement: statements })
      const command = new AssumeRoleCommand({ RoleArn: 'arn:any:any:::any', RoleSessionName: 'tests', Policy })
      const { Credentials: given } = await sts.send(command)
      sts.destroy()
      return {
        accessKeyId: given?.AccessKeyId ?? '',
        secretAccessKey: given?.SecretAccessKey ?? '',
        sessionToken: given?.SessionToken ?? '',
      }
    },
    async bucket(name) {
      await client.send(new CreateBucketCommand({ Bucket: name }))
      return `s3://${name}?region=${REGION}&endpoint=${encodeURIComponent(server.origin)}`
    },
    async close() {
      client.destroy()
      await server.close()
    },
  }
}

const USER = 'warmstart-tests'
const PASSWORD = 'no secret: loopback only'
const REGION = 'us-east-1'
