import { HAPPENINGS } from '../../core/journal.ts'
import { CIS } from '../../stores/setup/classes.ts'
import { AUDIT, CONFLICTS, SAVE_IF, SECRETS } from '../config.ts'

/** An option of the command line. The tables are by what commands have in common. */
export interface Row {
  readonly flags: string
  readonly help: string
  readonly choices?: readonly string[]
  readonly many?: true
}

const SHARE_FROM: Row = {
  flags: '--share-from <namespace>',
  help: "after one's own lanes, read what is trusted in this namespace, if it shares that (repeatable)",
  many: true,
}
const OUTPUT: readonly Row[] = [
  { flags: '--json', help: 'end stdout with one line of JSON' },
  { flags: '--quiet', help: 'say only what went wrong' },
]
export const STORE: readonly Row[] = [
  {
    flags: '--store <url>',
    help: "where versions are kept (file:///dir; default: $WARMSTART_STORE, else the user's cache); repeatable, nearest first",
    many: true,
  },
  { flags: '--namespace <name>', help: 'whose volumes (default: the CI project, else "default")' },
  { flags: '--environment <name>', help: 'of which environment of that; volumes of one are not those of another' },
  { flags: '--lane <lane>', help: 'the lane to write; in CI it may only be lowered' },
  {
    flags: '--encryption-key-file <file>',
    help: 'keys to encrypt with, one a line, newest first (default: $WARMSTART_ENCRYPTION_KEY)',
  },
  ...OUTPUT,
]
export const TRUST: readonly Row[] = [
  { flags: '--verify-key <key>', help: 'use only versions signed with this public key (repeatable)', many: true },
  {
    flags: '--require-writer <rule>',
    help: 'use only versions whose writer fits: "lane=trusted workflow=ci.yml" (repeatable, any will do)',
    many: true,
  },
]
export const SIGNING_KEY_FILE: Row = {
  flags: '--signing-key-file <file>',
  help: 'sign what is saved with the key in this file, and use nothing unsigned (default: $WARMSTART_SIGNING_KEY)',
}
export const AUDITED: readonly Row[] = [
  ...STORE.filter(({ flags }) => !/^--(?:lane|json)\b/.test(flags)),
  { flags: '--lane <lane>', help: 'only what jobs of this lane left, which is found sooner' },
  { flags: '--since <when>', help: 'an age (12h, 7d) or a day (2026-11-21); default: 7d' },
  { flags: '--key <key>', help: 'only of this key' },
  { flags: '--event <what>', help: `only ${HAPPENINGS.join(', ')}` },
  { flags: '--json', help: 'print each record as a line of JSON, and nothing else' },
]
export const SETUP: readonly Row[] = [
  ...STORE,
  SHARE_FROM,
  {
    flags: '--expire <days>',
    help: 'lifecycle: remove what nobody used for so long (default: as the store’s URL says, else 30d)',
  },
  { flags: '--repository <name>', help: 'policy: whose jobs, like acme/web' },
  { flags: '--branch <name>', help: 'policy: the default branch, whose jobs are trusted (default: main)' },
  { flags: '--ci <name>', help: 'policy: whose identities', choices: CIS },
  { flags: '--lane-class <class>', help: 'policy: only for these lanes: trusted, ref or pr' },
  { flags: '--provider <cloud>', help: 'policy: aws, gcs or azure (default: the store’s)' },
  {
    flags: '--account <id>',
    help: 'policy: the account’s number on AWS, the project’s on Google, the subscription on Azure',
  },
]
export const CHOICE: readonly Row[] = [
  { flags: '--name <name>', help: 'of the volume with this name' },
  { flags: '--path <path>', help: 'of the volume with these paths (repeatable)', many: true },
]
export const PLACE: readonly Row[] = [
  ...STORE,
  { flags: '--root <dir>', help: 'where relative paths begin (default: the current directory)' },
  { flags: '--audit <when>', help: 'keep the journal', choices: AUDIT },
  { flags: '--dry-run', help: 'say what would be done; change neither files nor store' },
]
export const VOLUME: readonly Row[] = [
  { flags: '--path <path>', help: 'a file, directory or pattern to keep; !path excludes (repeatable)', many: true },
  { flags: '--key <key>', help: 'the key of the version' },
  { flags: '--name <name>', help: 'the name of the volume, instead of its paths and system' },
  { flags: '--hash-files <glob>', help: 'files whose hash is part of the key (repeatable)', many: true },
  { flags: '--allow-dangerous-paths', help: 'let the paths fill what no cache should (home, .git, profiles, system)' },
]
export const LOOKUP_ONLY: Row = { flags: '--lookup-only', help: 'find a version and leave it there' }
export const RESTORE: readonly Row[] = [
  {
    flags: '--restore-key <prefix>',
    help: 'fall back on the newest key that begins so (repeatable, in order)',
    many: true,
  },
  SHARE_FROM,
  { flags: '--fail-on-cache-miss', help: 'exit with 1 when nothing is found' },
  { flags: '--clean', help: 'remove everything else at the paths' },
]
export const SAVE: readonly Row[] = [
  {
    flags: '--save-if <when>',
    help: 'changed: when something did; missing: when the key has no version',
    choices: SAVE_IF,
  },
  { flags: '--conflict <rule>', help: 'which of two jobs wins', choices: CONFLICTS },
  { flags: '--secrets <what>', help: 'files that hold a credential', choices: SECRETS },
  { flags: '--size-limit <size>', help: 'save nothing larger than this (500m, 20g)' },
]
