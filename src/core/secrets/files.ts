import type { BytePath } from '../bytes.ts'
import { tokenIn } from './tokens.ts'
import {
  captures,
  hasInlineSetting,
  hasPrivateKey,
  hasProperty,
  hasPropertyUnder,
  hasSetting,
  hasUrlPassword,
  isReal,
  isTokenLike,
  settingsOf,
  withoutXmlComments,
} from './values.ts'

/** Changes with what the rules below find: a version that older rules passed is looked at again. */
export const SECRET_RULES = 1

/** A credential further back in a file is not found. */
export const LOOKED_AT_BYTES = 256 * 1024

/** May a file of this name hold a credential? Only such files are opened before they are read for the save. */
export function mayHoldCredential(name: BytePath, directory: () => BytePath): boolean {
  const rules = rulesFor(name)
  return rules?.some(({ where }) => !where || where.test(`${directory()}/`)) ?? false
}

/** What kind of credential the file really holds; `undefined`: none. `bytes`: its beginning. */
export function credentialIn(name: BytePath, directory: BytePath, bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  const rules = rulesFor(name)?.filter(({ where }) => !where || where.test(`${directory}/`))
  return rules?.find(({ find }) => find(text, bytes))?.what
}

interface Rule {
  readonly what: string
  /** Lower case. */
  readonly names: readonly string[]
  /** Where the name alone says too little: the end of its directory's path, with a slash behind it. */
  readonly where?: RegExp
  readonly find: (text: string, bytes: Uint8Array) => boolean
}

const TOKEN_NAME = /^(?:access_?token|refresh_?token|id_?token|client_?secret|private_?key|secret|secretaccesskey)$/i
const SECRET_NAME = /passw(?:or)?d|passphrase|token|secret|api_?key|access_?key|credential/i
/** Settings that say where a secret lies, or whose it is. */
const NOT_ITSELF = /(?:file|path|dir|url|uri|id|name|user|ring|type|expiry|ttl|enabled)$/i
const AWS = /^aws_(?:secret_access_key|session_token)$/i
const DOCKER = /^(?:auth|identitytoken|registrytoken|password)$/
const COMPOSER = /^(?:github-oauth|gitlab-oauth|gitlab-token|bitbucket-oauth|http-basic|bearer)$/

const NPM: Rule = {
  what: 'npm token',
  names: ['.npmrc', 'npmrc', '.yarnrc', 'auth.ini'],
  find: (text) =>
    text
      .split(/\r?\n/)
      .some((line) => isReal(/^\s*"?[^#;\s"]*_(?:authToken|auth|password)"?\s*[=\s]\s*(.+)$/.exec(line)?.[1])),
}

const RULES: readonly Rule[] = [
  NPM,
  { ...NPM, names: ['rc'], where: /(?:^|\/)pnpm\/$/ },
  { what: 'npm token', names: ['.yarnrc.yml'], find: (text) => hasSetting(text, /^npmAuth(?:Token|Ident)$/) },
  {
    what: 'npm token',
    names: ['.bunfig.toml', 'bunfig.toml'],
    find: (text) => hasInlineSetting(text, 'token|password'),
  },
  {
    what: 'registry login',
    names: ['config.json', '.dockercfg', 'auth.json'],
    find: (text) => hasPropertyUnder(text, /^auths$/, DOCKER),
  },
  { what: 'registry login', names: ['.dockercfg'], find: (text) => hasProperty(text, DOCKER) },
  { what: 'Composer login', names: ['auth.json'], find: (text) => hasPropertyUnder(text, COMPOSER, /^(?!username$)/) },
  {
    what: 'netrc password',
    names: ['.netrc', '_netrc'],
    find: (text) => captures(text, /\bpassword\s+(\S+)/g),
  },
  { what: 'AWS key', names: ['credentials'], find: (text) => hasSetting(text, AWS) },
  { what: 'AWS key', names: ['config'], where: /(?:^|\/)\.aws\/$/, find: (text) => hasSetting(text, AWS) },
  {
    what: 'Google Cloud credential',
    names: ['application_default_credentials.json', 'key.json', 'keyfile.json', 'sa.json', 'gcloud.json'],
    find: isGoogle,
  },
  {
    what: 'Google Cloud credential',
    names: ['credentials.db', 'access_tokens.db'],
    where: /(?:^|\/)gcloud\/$/,
    find: (text) => /refresh_token|ya29\./.test(text),
  },
  {
    what: 'Azure credential',
    names: ['msal_token_cache.json', 'accesstokens.json', 'service_principal_entries.json'],
    find: (text) => hasProperty(text, TOKEN_NAME),
  },
  {
    what: 'Cargo token',
    names: ['credentials.toml', 'credentials'],
    find: (text) => hasSetting(text, /^(?:token|secret-key|password)$/),
  },
  {
    what: 'gem key',
    names: ['credentials'],
    find: (text) => captures(text, /^:?\w*api_key:\s*(.+)$/gm),
  },
  {
    what: 'Bundler login',
    names: ['config'],
    where: /(?:^|\/)\.bundle\/$/,
    find: (text) => captures(text, /^BUNDLE_(?=\w*__)\w+:\s*"?[^\s":/]+:([^\s"]+)"?\s*$/gm),
  },
  { what: 'PyPI password', names: ['.pypirc'], find: (text) => hasSetting(text, /^password$/) },
  { what: 'index password', names: ['pip.conf', 'pip.ini', '.condarc', 'uv.toml'], find: hasUrlPassword },
  {
    what: 'Poetry password',
    names: ['auth.toml'],
    where: /(?:^|\/)pypoetry\/$/,
    find: (text) => hasSetting(text, /^(?:password|.*pypi-token.*)$/),
  },
  {
    what: 'Gradle secret',
    names: ['gradle.properties'],
    find: (text) =>
      settingsOf(text).some(({ name, value }) => SECRET_NAME.test(name) && !NOT_ITSELF.test(name) && isReal(value)),
  },
  {
    what: 'Maven password',
    names: ['settings.xml', 'settings-security.xml'],
    find: (text) => captures(withoutXmlComments(text), /<(?:password|passphrase|master)>([^<]*)</g),
  },
  {
    what: 'NuGet password',
    names: ['nuget.config'],
    find: (text) => captures(withoutXmlComments(text), /key="(?:ClearText)?Password"\s+value="([^"]*)"/gi),
  },
  { what: 'sbt password', names: ['.credentials'], find: (text) => hasSetting(text, /^password$/) },
  { what: 'git password', names: ['.git-credentials'], find: hasUrlPassword },
  { what: 'git password', names: ['credentials'], where: /(?:^|\/)git\/$/, find: hasUrlPassword },
  { what: 'git credential', names: ['.gitconfig'], find: isGitCredential },
  {
    what: 'git credential',
    names: ['config'],
    where: /(?:^|\/)(?:git|\.git(?:\/modules\/.+)?)\/$/,
    find: isGitCredential,
  },
  {
    what: 'Kubernetes credential',
    names: ['kubeconfig', '.kubeconfig', 'kubeconfig.yml', 'kubeconfig.yaml'],
    find: isKube,
  },
  { what: 'Kubernetes credential', names: ['config'], where: /(?:^|\/)\.kube\/$/, find: isKube },
  {
    what: 'Terraform token',
    names: ['.terraformrc', 'terraform.rc', 'credentials.tfrc.json'],
    find: (text) => hasInlineSetting(text, 'token'),
  },
  {
    what: 'GitHub token',
    names: ['hosts.yml'],
    where: /(?:^|\/)gh\/$/,
    find: (text) => hasSetting(text, /^oauth_token$/),
  },
  {
    what: 'GitLab token',
    names: ['config.yml'],
    where: /(?:^|\/)glab-cli\/$/,
    find: (text) => hasSetting(text, /^(?:token|oauth2_refresh_token)$/),
  },
  { what: 'Vault token', names: ['.vault-token'], find: isTokenLike },
  {
    what: 'Hugging Face token',
    names: ['token', 'stored_tokens'],
    where: /(?:^|\/)huggingface\/$/,
    find: (text) => /\bhf_\w{30}/.test(text),
  },
  {
    what: 'private key',
    names: ['id_rsa', 'id_dsa', 'id_ecdsa', 'id_ed25519'],
    find: hasPrivateKey,
  },
]

const KEY_FILES: readonly Rule[] = [{ what: 'private key', names: [], find: hasPrivateKey }]
const ENV_FILES: readonly Rule[] = [
  {
    what: 'token',
    names: [],
    find: (text, bytes) =>
      tokenIn(bytes) !== undefined ||
      settingsOf(text).some(
        ({ name, value }) => SECRET_NAME.test(name) && !NOT_ITSELF.test(name) && isTokenLike(value),
      ),
  },
]
const JSON_FILES: readonly Rule[] = [
  { what: 'Google Cloud credential', names: [], find: isGoogle },
  {
    what: 'AWS key',
    names: [],
    where: /(?:^|\/)\.aws\/(?:sso|cli)\/cache\/$/,
    find: (text) => hasProperty(text, TOKEN_NAME),
  },
]

const KEY_ENDS = ['.pem', '.key', '.p8', '.ppk']
const ENV_NAME = /^\.env(?:\.(?!example|sample|template|dist|defaults?|schema)[\w.-]+)?$/
/** `gha-creds-….json` is what google-github-actions/auth leaves in the workspace. */
const JSON_NAME = /(?:credential|service[-_]?account|^gha-creds-).*\.json$|^[0-9a-f]{40}\.json$/

const BY_NAME: ReadonlyMap<string, readonly Rule[]> = byName()

function byName(): Map<string, Rule[]> {
  const rules = new Map<string, Rule[]>()
  for (const rule of RULES) for (const name of rule.names) rules.set(name, [...(rules.get(name) ?? []), rule])
  return rules
}

function rulesFor(name: BytePath): readonly Rule[] | undefined {
  const lower = name.toLowerCase()
  const exact = BY_NAME.get(lower)
  if (exact) return exact
  if (lower.startsWith('.env')) return ENV_NAME.test(lower) ? ENV_FILES : undefined
  if (lower.endsWith('.json')) return JSON_NAME.test(lower) ? JSON_FILES : undefined
  return KEY_ENDS.some((end) => lower.endsWith(end)) ? KEY_FILES : undefined
}

/** A key of its own, a user's refresh token, or the header by which a job asks for an identity. */
function isGoogle(text: string): boolean {
  return (
    /"type"\s*:\s*"(?:service_account|authorized_user|external_account|impersonated_service_account)"/.test(text) &&
    (hasProperty(text, TOKEN_NAME) || hasPropertyUnder(text, /^credential_source$/, /^authorization$/i))
  )
}

/** In a URL, or in the header that actions/checkout leaves in a clone. */
function isGitCredential(text: string, bytes: Uint8Array): boolean {
  return hasUrlPassword(text) || /authorization:\s*(?:basic|bearer)\s+\S{8}/i.test(text) || tokenIn(bytes) !== undefined
}

function isKube(text: string): boolean {
  return (
    /\bclusters\b/.test(text) &&
    hasSetting(text, /^(?:token|password|client-key-data|id-token|refresh-token|access-token)$/)
  )
}
