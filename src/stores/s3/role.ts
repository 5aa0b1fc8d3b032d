import type { AdapterDependencies } from '../open.ts'
import { requestHandler } from './client.ts'
import { failureOf } from './errors.ts'

/** Credentials of a role for a while; the SDK asks again before they expire. */
export interface RoleCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
  readonly expiration?: Date
}

export interface RoleOptions {
  /** ARN of the role. */
  readonly role: string
  readonly region: string
  /** `undefined`: AWS. */
  readonly endpoint: string | undefined
  /** Gives the CI's signed statement about the job, made for an audience. */
  readonly identityToken: (audience: string) => Promise<string>
}

/** Takes on a role by the job's identity. One that is not given is refused access, in the service's own words. */
export async function takeRole(
  { role, region, endpoint, identityToken }: RoleOptions,
  { hide, env }: Pick<AdapterDependencies, 'hide' | 'env'>,
): Promise<RoleCredentials> {
  const token = await identityToken(AUDIENCE)
  // Loaded where it is used: others start without it.
  const { AssumeRoleWithWebIdentityCommand, STSClient } = await import('@aws-sdk/client-sts')
  const client = new STSClient({
    region,
    ...(endpoint !== undefined && { endpoint }),
    maxAttempts: 1,
    requestHandler: requestHandler(env),
  })
  try {
    const command = new AssumeRoleWithWebIdentityCommand({
      RoleArn: role,
      RoleSessionName: 'warmstart',
      WebIdentityToken: token,
      // What every role allows. Others than AWS would let them end with the token, after minutes.
      DurationSeconds: 3600,
    })
    const { Credentials: given } = await client.send(command)
    const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = given ?? {}
    if (!accessKeyId || !secretAccessKey || !sessionToken) throw refused(`the role ${role} came without credentials`)
    for (const secret of [secretAccessKey, sessionToken]) hide(secret)
    return { accessKeyId, secretAccessKey, sessionToken, ...(given?.Expiration && { expiration: given.Expiration }) }
  } catch (error) {
    const { status } = failureOf(error)
    if (status < 400 || status >= 500 || status === 429) throw error
    throw refused(`the role ${role} was not given: ${(error as Error).message}`)
  } finally {
    client.destroy()
  }
}

/** What AWS's own action asks for, and so what roles for CI trust. */
const AUDIENCE = 'sts.amazonaws.com'

function refused(words: string): Error {
  return Object.assign(new Error(words), { name: 'CredentialsProviderError' })
}
