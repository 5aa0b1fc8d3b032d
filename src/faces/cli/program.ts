import { Argument, Command, Option } from 'commander'
import { HAPPENINGS } from '../../core/journal.ts'
import { CIS } from '../../stores/setup/classes.ts'
import { AUDIT, CONFLICTS, SAVE_IF, SECRETS } from '../config.ts'
import { VERSION } from '../version.ts'

/** The options of all commands as commander hands them over; a command has only its own. */
export interface Options {
  readonly store?: readonly string[]
  readonly path?: readonly string[]
  readonly key?: string
  readonly name?: string
  readonly hashFiles?: readonly string[]
  readonly restoreKey?: readonly string[]
  readonly namespace?: string
  readonly environment?: string
  readonly shareFrom?: readonly string[]
  readonly lane?: string
  readonly root?: string
  readonly lookupOnly?: boolean
  readonly failOnCacheMiss?: boolean
  readonly saveIf?: string
  readonly conflict?: string
  readonly clean?: boolean
  readonly allowDangerousPaths?: boolean
  readonly sizeLimit?: string
  readonly secrets?: string
  readonly audit?: string
  readonly since?: string
  readonly remove?: boolean
  readonly event?: string
  readonly json?: boolean
  readonly quiet?: boolean
  readonly dryRun?: boolean
  readonly encryptionKeyFile?: string
  readonly signingKeyFile?: string
  readonly verifyKey?: readonly string[]
  readonly requireWriter?: readonly string[]
  readonly expire?: string
  readonly provider?: string
  readonly laneClass?: string
  readonly repository?: string
  readonly ci?: string
  readonly branch?: string
  readonly account?: string
}

/** What the commands do; each resolves with the exit status. */
export interface Commands {
  run(command: readonly string[], options: Options): Promise<number>
  save(options: Options): Promise<number>
  restore(options: Options): Promise<number>
  list(options: Options): Promise<number>
  show(key: string, options: Options): Promise<number>
  rm(key: string, options: Options): Promise<number>
  verify(key: string | undefined, options: Options): Promise<number>
  audit(options: Options): Promise<number>
  share(reader: string | undefined, options: Options): Promise<number>
  store(action: StoreAction, options: Options): Promise<number>
  key(action: KeyAction): Promise<number>
}

export const STORE_ACTIONS = ['init', 'doctor', 'policy', 'lifecycle'] as const
export type StoreAction = (typeof STORE_ACTIONS)[number]
export const KEY_ACTIONS = ['new', 'signing'] as const
export type KeyAction = (typeof KEY_ACTIONS)[number]

/** The command line as a table: what can be written, and what each part means. `done` gets the exit status. */
export function createProgram(commands: Commands, done: (status: number) => void): Command {
  const program = new Command('warmstart')
    .description('Portable cache volumes: start from the last good version, keep what a successful run left.')
    .version(VERSION)
    .enablePositionalOptions()
    .helpCommand(false)
    .addHelpText(
      'after',
      example('warmstart run --path node_modules --name npm --hash-files package-lock.json -- npm ci'),
    )
  const finish = async (status: Promise<number>) => done(await status)

  add(program, 'run', 'restore, run a command, and save if it succeeds', [
    ...PLACE,
    ...TRUST,
    SIGNING_KEY_FILE,
    ...VOLUME,
    ...RESTORE,
    ...SAVE,
  ])
    .argument('<command...>', 'the command and its arguments, behind --')
    .passThroughOptions()
    .addHelpText('after', example('warmstart run --path target --key cargo -- cargo build'))
    .action((command: string[], options: Options) => finish(commands.run(command, options)))

  add(program, 'restore', 'put the best version in place', [...PLACE, ...TRUST, ...VOLUME, LOOKUP_ONLY, ...RESTORE])
    .addHelpText('after', example('warmstart restore --path node_modules --key npm-1 --restore-key npm-'))
    .action((options: Options) => finish(commands.restore(options)))

  add(program, 'save', 'make what lies there the next version', [
    ...PLACE,
    ...TRUST,
    SIGNING_KEY_FILE,
    ...VOLUME,
    ...SAVE,
  ])
    .addHelpText('after', example('warmstart save --path node_modules --key npm-1 --size-limit 2g'))
    .action((options: Options) => finish(commands.save(options)))

  add(program, 'list', 'list the keys in the store', STORE)
    .addHelpText('after', example('warmstart list --store file:///var/cache/warmstart'))
    .action((options: Options) => finish(commands.list(options)))

  add(program, 'show', 'show the current version of a key in every volume that has it', [...STORE, ...TRUST, ...CHOICE])
    .argument('<key>')
    .addHelpText('after', example('warmstart show npm-1'))
    .action((key: string, options: Options) => finish(commands.show(key, options)))

  add(program, 'rm', 'remove a key of one volume', [...STORE, ...CHOICE])
    .argument('<key>')
    .addHelpText('after', example('warmstart rm npm-1 --path node_modules'))
    .action((key: string, options: Options) => finish(commands.rm(key, options)))

  add(program, 'verify', 'read and check everything a key (or every key) needs', [...STORE, ...TRUST, ...CHOICE])
    .argument('[key]')
    .addHelpText('after', example('warmstart verify npm-1'))
    .action((key: string | undefined, options: Options) => finish(commands.verify(key, options)))

  add(program, 'audit', 'print what happened to the volumes of a namespace', AUDITED)
    .addHelpText('after', example('warmstart audit --since 30d --event save --json'))
    .action((options: Options) => finish(commands.audit(options)))

  add(program, 'share', 'let another namespace read what is trusted in this one; without one, list who may', [
    ...STORE,
    { flags: '--remove', help: 'take it back' },
  ])
    .argument('[namespace]')
    .addHelpText('after', example('warmstart share acme/web --namespace acme/base --lane trusted'))
    .action((reader: string | undefined, options: Options) => finish(commands.share(reader, options)))

  add(program, 'store', 'set a store up, and look whether all is well with it', SETUP)
    .addArgument(
      new Argument(
        '<action>',
        'init: make it ready for the first job; doctor: try it; policy: print least rights for CI; lifecycle: print rules by which a bucket removes what nobody uses',
      ).choices(STORE_ACTIONS),
    )
    .addHelpText('after', example('warmstart store doctor --store "s3://bucket?region=eu-central-1"'))
    .action((action: StoreAction, options: Options) => finish(commands.store(action, options)))

  add(program, 'key', 'make a key to encrypt with, or a pair to sign with', [])
    .addArgument(
      new Argument(
        '<action>',
        'new: print a fresh key to encrypt with; signing: print a signing key, its public half, and their id',
      ).choices(KEY_ACTIONS),
    )
    .addHelpText('after', example('warmstart key new > warmstart.key'))
    .action((action: KeyAction) => finish(commands.key(action)))

  return program
}

interface Row {
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
const STORE: readonly Row[] = [
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
const TRUST: readonly Row[] = [
  { flags: '--verify-key <key>', help: 'use only versions signed with this public key (repeatable)', many: true },
  {
    flags: '--require-writer <rule>',
    help: 'use only versions whose writer fits: "lane=trusted workflow=ci.yml" (repeatable, any will do)',
    many: true,
  },
]
const SIGNING_KEY_FILE: Row = {
  flags: '--signing-key-file <file>',
  help: 'sign what is saved with the key in this file, and use nothing unsigned (default: $WARMSTART_SIGNING_KEY)',
}
const AUDITED: readonly Row[] = [
  ...STORE.filter(({ flags }) => !/^--(?:lane|json)\b/.test(flags)),
  { flags: '--lane <lane>', help: 'only what jobs of this lane left, which is found sooner' },
  { flags: '--since <when>', help: 'an age (12h, 7d) or a day (2026-11-21); default: 7d' },
  { flags: '--key <key>', help: 'only of this key' },
  { flags: '--event <what>', help: `only ${HAPPENINGS.join(', ')}` },
  { flags: '--json', help: 'print each record as a line of JSON, and nothing else' },
]
const SETUP: readonly Row[] = [
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
const CHOICE: readonly Row[] = [
  { flags: '--name <name>', help: 'of the volume with this name' },
  { flags: '--path <path>', help: 'of the volume with these paths (repeatable)', many: true },
]
const PLACE: readonly Row[] = [
  ...STORE,
  { flags: '--root <dir>', help: 'where relative paths begin (default: the current directory)' },
  { flags: '--audit <when>', help: 'keep the journal', choices: AUDIT },
  { flags: '--dry-run', help: 'say what would be done; change neither files nor store' },
]
const VOLUME: readonly Row[] = [
  { flags: '--path <path>', help: 'a file, directory or pattern to keep; !path excludes (repeatable)', many: true },
  { flags: '--key <key>', help: 'the key of the version' },
  { flags: '--name <name>', help: 'the name of the volume, instead of its paths and system' },
  { flags: '--hash-files <glob>', help: 'files whose hash is part of the key (repeatable)', many: true },
  { flags: '--allow-dangerous-paths', help: 'let the paths fill what no cache should (home, .git, profiles, system)' },
]
const LOOKUP_ONLY: Row = { flags: '--lookup-only', help: 'find a version and leave it there' }
const RESTORE: readonly Row[] = [
  {
    flags: '--restore-key <prefix>',
    help: 'fall back on the newest key that begins so (repeatable, in order)',
    many: true,
  },
  SHARE_FROM,
  { flags: '--fail-on-cache-miss', help: 'exit with 1 when nothing is found' },
  { flags: '--clean', help: 'remove everything else at the paths' },
]
const SAVE: readonly Row[] = [
  {
    flags: '--save-if <when>',
    help: 'changed: when something did; missing: when the key has no version',
    choices: SAVE_IF,
  },
  { flags: '--conflict <rule>', help: 'which of two jobs wins', choices: CONFLICTS },
  { flags: '--secrets <what>', help: 'files that hold a credential', choices: SECRETS },
  { flags: '--size-limit <size>', help: 'save nothing larger than this (500m, 20g)' },
]

function add(program: Command, name: string, description: string, rows: readonly Row[]): Command {
  const command = program.command(name).description(description)
  for (const { flags, help, choices, many } of rows) {
    const option = new Option(flags, choices ? `${help} (${choices.join(', ')}; default: ${choices[0]})` : help)
    if (many) option.argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value])
    command.addOption(option)
  }
  return command
}

function example(line: string): string {
  return `\nExample:\n  ${line}`
}
