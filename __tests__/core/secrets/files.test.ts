import { describe, expect, test } from 'vitest'
import { credentialIn, mayHoldCredential } from '../../../src/core/secrets/files.ts'

const KEY = `-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtz\n-----END OPENSSH PRIVATE KEY-----\n`
const GITHUB = `ghp_${'a1B2c3D4e5F6g7H8i9J0'.repeat(2)}`

/** path: what it holds, and the same without a credential. */
const TABLE: readonly (readonly [path: string, what: string, holds: string, clean: string])[] = [
  ['.npmrc', 'npm token', '//r.example/:_authToken=abcdef12', `//r.example/:_authToken=\${NPM_TOKEN}\nsave-exact=true`],
  ['a/.npmrc', 'npm token', 'registry=x\n_auth = "dXNlcjpwYXNz"', '; _auth = dXNlcjpwYXNz'],
  ['.npmrc', 'npm token', '//r/:_password=c2VjcmV0MTIz', 'registry=https://r.example'],
  ['.config/pnpm/rc', 'npm token', '//r/:_authToken=abcdef12', 'store-dir=/x'],
  ['.yarnrc', 'npm token', '"//r/:_authToken" "abcdef12"', 'registry "https://r"'],
  ['.yarnrc.yml', 'npm token', 'npmScopes:\n  a:\n    npmAuthToken: abcdef12', `npmAuthToken: "\${NPM_TOKEN}"`],
  ['bunfig.toml', 'npm token', '[install]\nregistry = { url = "u", token = "abcdef12" }', 'token = "$NPM_TOKEN"'],
  ['.docker/config.json', 'registry login', '{"auths":{"r":{"auth":"dTpw"}}}', '{"auths":{"r":{}},"credsStore":"x"}'],
  ['.docker/config.json', 'registry login', '{"auths":{"r":{"identitytoken":"abcdef"}}}', '{"auth":"dTpw"}'],
  ['.dockercfg', 'registry login', '{"r":{"auth":"dTpw"}}', '{}'],
  ['.composer/auth.json', 'Composer login', '{"github-oauth":{"github.com":"abcdef12"}}', '{"github-oauth":{}}'],
  [
    '.composer/auth.json',
    'Composer login',
    '{"http-basic":{"h":{"username":"u","password":"hunter22"}}}',
    '{"http-basic":{"h":{"username":"user"}}}',
  ],
  ['.netrc', 'netrc password', 'machine h login l password hunter22', 'machine h login l'],
  [
    '.aws/credentials',
    'AWS key',
    '[default]\naws_access_key_id = AKIA\naws_secret_access_key = wJalrXUtnFEMI/K7',
    '[default]\nrole_arn = arn:x',
  ],
  ['.aws/config', 'AWS key', 'aws_session_token=abcdefgh', '[profile x]\nregion = eu-west-1'],
  [
    '.aws/sso/cache/0123456789012345678901234567890123456789.json',
    'AWS key',
    '{"accessToken":"abcdef12"}',
    '{"region":"x"}',
  ],
  [
    '.config/gcloud/application_default_credentials.json',
    'Google Cloud credential',
    '{"type":"authorized_user","refresh_token":"1//abc"}',
    '{"type":"authorized_user"}',
  ],
  [
    'ci/my-service-account.json',
    'Google Cloud credential',
    '{"type":"service_account","private_key":"-----BEGIN"}',
    '{"type":"service_account"}',
  ],
  [
    'gha-creds-0a1b.json',
    'Google Cloud credential',
    '{"type":"external_account","credential_source":{"headers":{"Authorization":"Bearer abc"}}}',
    '{"type":"external_account","credential_source":{"file":"x"}}',
  ],
  [
    '.config/gcloud/credentials.db',
    'Google Cloud credential',
    'SQLite format 3\0{"refresh_token": "1//abc"}',
    'SQLite format 3\0',
  ],
  ['.azure/msal_token_cache.json', 'Azure credential', '{"AccessToken":{"k":{"secret":"eyJ0"}}}', '{"Account":{}}'],
  ['.cargo/credentials.toml', 'Cargo token', '[registry]\ntoken = "abcdef12"', '[registry]\n# token = "abcdef12"'],
  ['.gem/credentials', 'gem key', '---\n:rubygems_api_key: abcdef12', '---\n:rubygems_api_key: ""'],
  ['.bundle/config', 'Bundler login', 'BUNDLE_GEMS__CONTRIBSYS__COM: "user:hunter22"', 'BUNDLE_PATH: "vendor/bundle"'],
  ['.pypirc', 'PyPI password', '[pypi]\nusername = __token__\npassword = pypi-abc', '[pypi]\nusername = u'],
  [
    '.config/pip/pip.conf',
    'index password',
    '[global]\nindex-url = https://u:hunter22@h/simple',
    `index-url = https://u:\${P}@h/`,
  ],
  [
    '.config/pypoetry/auth.toml',
    'Poetry password',
    '[http-basic.h]\npassword = "hunter22"',
    '[http-basic.h]\nusername = "u"',
  ],
  [
    '.gradle/gradle.properties',
    'Gradle secret',
    'org.gradle.jvmargs=-Xmx2g\nrepoPassword=hunter22',
    'signing.secretKeyRingFile=/k\ntokenId=abcdef',
  ],
  [
    '.m2/settings.xml',
    'Maven password',
    '<server><id>a</id><password>hunter22</password></server>',
    `<!-- <password>hunter22</password> --><password>\${env.P}</password>`,
  ],
  [
    '.nuget/NuGet/NuGet.Config',
    'NuGet password',
    '<add key="ClearTextPassword" value="hunter22" />',
    '<add key="ClearTextPassword" value="%P%" />',
  ],
  ['.sbt/.credentials', 'sbt password', 'realm=r\npassword=hunter22', 'realm=r\npassword='],
  ['.git-credentials', 'git password', 'https://u:hunter22@github.com', 'https://u@github.com'],
  ['.config/git/credentials', 'git password', 'https://u:hunter22@github.com', ''],
  [
    '.git/config',
    'git credential',
    'extraheader = AUTHORIZATION: basic eC1hY2Nlc3M',
    '[remote "o"]\nurl = https://github.com/a/b',
  ],
  ['repo/.git/modules/sub/config', 'git credential', 'url = https://u:hunter22@h/a', 'url = git@h:a'],
  ['.gitconfig', 'git credential', `[url "https://${GITHUB}@github.com"]`, '[user]\nname = A'],
  [
    '.kube/config',
    'Kubernetes credential',
    'clusters:\nusers:\n- user:\n    token: abcdef12',
    'clusters:\nusers:\n- user:\n    exec: {}',
  ],
  ['kubeconfig', 'Kubernetes credential', 'clusters: []\nclient-key-data: LS0tLS1', 'client-key-data: LS0tLS1'],
  [
    '.terraform.d/credentials.tfrc.json',
    'Terraform token',
    '{"credentials":{"h":{"token":"abcdef12"}}}',
    '{"credentials":{}}',
  ],
  ['.terraformrc', 'Terraform token', 'credentials "h" {\n  token = "abcdef12"\n}', 'plugin_cache_dir = "x"'],
  ['.config/gh/hosts.yml', 'GitHub token', 'github.com:\n    oauth_token: gho_abc', 'github.com:\n    user: a'],
  [
    '.config/glab-cli/config.yml',
    'GitLab token',
    'hosts:\n  gitlab.com:\n    token: abcdef12',
    'hosts:\n  gitlab.com:\n    token:',
  ],
  ['.vault-token', 'Vault token', 'hvs.CAESIJ8d7f6a5s4d3f2', 'none'],
  ['.cache/huggingface/token', 'Hugging Face token', `hf_${'a1B2'.repeat(8)}`, ''],
  ['.ssh/id_ed25519', 'private key', KEY, 'ssh-ed25519 AAAA'],
  ['certs/server.pem', 'private key', KEY.replaceAll('OPENSSH', 'RSA'), '-----BEGIN CERTIFICATE-----\nMIID'],
  ['certs/server.key', 'private key', KEY.replaceAll('OPENSSH', 'ENCRYPTED'), '-----BEGIN PRIVATE KEY-----\n...'],
  [
    '.env',
    'token',
    `DEBUG=1\nAPI_TOKEN=abcdef0123456789XY`,
    `API_TOKEN=changeme\nPASSWORD_FILE=/run/abcdef0123456789\nTOKEN=\${TOKEN}`,
  ],
  ['.env.local', 'token', `X=${GITHUB}`, 'DATABASE_URL=postgres://u:p@localhost'],
]

describe.each(TABLE)('%s (%s)', (path, what, holds, clean) => {
  const [name, directory] = [path.slice(path.lastIndexOf('/') + 1), path.slice(0, Math.max(0, path.lastIndexOf('/')))]

  test('with a credential is found, without one is not', () => {
    expect(mayHoldCredential(name, () => directory)).toBe(true)
    expect(credentialIn(name, directory, Buffer.from(holds))).toBe(what)
    expect(credentialIn(name, directory, Buffer.from(clean))).toBe(undefined)
  })
})

test.each([
  'package.json',
  'config.toml',
  'index.js',
  '.env.example',
  'id_rsa.pub',
  'README',
  'keys.ts',
  'src/config',
  'x/rc',
  'x/hosts.yml',
])('%s is not even opened', (path) => {
  const at = path.lastIndexOf('/')
  expect(mayHoldCredential(path.slice(at + 1), () => path.slice(0, Math.max(0, at)))).toBe(false)
})

test('what is no text of the format is no credential, and takes no time', () => {
  const odd = ['{', '[[[', '<!--'.repeat(50_000), 'a'.repeat(300_000), '_'.repeat(300_000), ' '.repeat(300_000), '\0\0']
  const began = performance.now()
  for (const [path] of TABLE) {
    const name = path.slice(path.lastIndexOf('/') + 1)
    for (const text of odd) credentialIn(name, path.slice(0, Math.max(0, path.lastIndexOf('/'))), Buffer.from(text))
  }
  expect(performance.now() - began).toBeLessThan(5_000)
})
