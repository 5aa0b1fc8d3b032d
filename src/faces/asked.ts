/** What a person asked for, as text; `''` and empty lists where nothing was said. */
export interface Asked {
  readonly paths: readonly string[]
  readonly key: string
  readonly restoreKeys: readonly string[]
  readonly name: string
  readonly hashFiles: readonly string[]
  readonly crossOs: boolean
  readonly store: string
  readonly namespace: string
  readonly environment: string
  /** Namespaces to read from after the job's own. */
  readonly shareFrom: readonly string[]
  readonly lane: string
  readonly mode: string
  readonly policy: string
  readonly saveIf: string
  readonly saveOn: string
  readonly conflict: string
  readonly clean: boolean
  /** Nothing is protected from the volume. */
  readonly allowDangerousPaths: boolean
  readonly sizeLimit: string
  readonly secrets: string
  readonly audit: string
  readonly lookupOnly: boolean
  readonly failOnCacheMiss: boolean
  /** After a miss, look for an entry of actions/cache. */
  readonly adopt: boolean
  /** For GitHub's REST API. */
  readonly token: string
  /** Keys to encrypt with, one a line, newest first. */
  readonly encryptionKey: string
  readonly signingKey: string
  readonly verifyKeys: readonly string[]
  readonly requireWriter: readonly string[]
  /** Where relative paths of the volume begin; absolute. */
  readonly workspace: string
}

export const NOTHING_ASKED: Omit<Asked, 'workspace'> = {
  paths: [],
  key: '',
  restoreKeys: [],
  name: '',
  hashFiles: [],
  crossOs: false,
  store: '',
  namespace: '',
  environment: '',
  shareFrom: [],
  lane: '',
  mode: '',
  policy: '',
  saveIf: '',
  saveOn: '',
  conflict: '',
  clean: false,
  allowDangerousPaths: false,
  sizeLimit: '',
  secrets: '',
  audit: '',
  lookupOnly: false,
  failOnCacheMiss: false,
  adopt: false,
  token: '',
  encryptionKey: '',
  signingKey: '',
  verifyKeys: [],
  requireWriter: [],
}
