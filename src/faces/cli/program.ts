import { Argument, Command, Option } from 'commander'
import { VERSION } from '../version.ts'
import {
  AUDITED,
  CHOICE,
  LOOKUP_ONLY,
  PLACE,
  RESTORE,
  type Row,
  SAVE,
  SETUP,
  SIGNING_KEY_FILE,
  STORE,
  TRUST,
  VOLUME,
} from './option-rows.ts'

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

/**
 * The command line as a table: what can be written, and what each part means. `done` gets the exit status. With `called`
 * only that command has its options: to make those of all takes a good part of the time before the first request.
 */
export function createProgram(commands: Commands, done: (status: number) => void, called?: string): Command {
  const program = new Command('warmstart')
    .description('Portable cache volumes: start from the last good version, keep what a successful run left.')
    .version(VERSION)
    .enablePositionalOptions()
    .helpCommand(false)
    .addHelpText(
      'after',
      example('warmstart run --path node_modules --name npm --hash-files package-lock.json -- npm ci'),
    )
  const add = (name: string, description: string, rows: readonly Row[]) =>
    addCommand(program, name, description, called === undefined || called === name ? rows : [])
  const finish = async (status: Promise<number>) => done(await status)

  add('run', 'restore, run a command, and save if it succeeds', [
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

  add('restore', 'put the best version in place', [...PLACE, ...TRUST, ...VOLUME, LOOKUP_ONLY, ...RESTORE])
    .addHelpText('after', example('warmstart restore --path node_modules --key npm-1 --restore-key npm-'))
    .action((options: Options) => finish(commands.restore(options)))

  add('save', 'make what lies there the next version', [...PLACE, ...TRUST, SIGNING_KEY_FILE, ...VOLUME, ...SAVE])
    .addHelpText('after', example('warmstart save --path node_modules --key npm-1 --size-limit 2g'))
    .action((options: Options) => finish(commands.save(options)))

  add('list', 'list the keys in the store', STORE)
    .addHelpText('after', example('warmstart list --store file:///var/cache/warmstart'))
    .action((options: Options) => finish(commands.list(options)))

  add('show', 'show the current version of a key in every volume that has it', [...STORE, ...TRUST, ...CHOICE])
    .argument('<key>')
    .addHelpText('after', example('warmstart show npm-1'))
    .action((key: string, options: Options) => finish(commands.show(key, options)))

  add('rm', 'remove a key of one volume', [...STORE, ...CHOICE])
    .argument('<key>')
    .addHelpText('after', example('warmstart rm npm-1 --path node_modules'))
    .action((key: string, options: Options) => finish(commands.rm(key, options)))

  add('verify', 'read and check everything a key (or every key) needs', [...STORE, ...TRUST, ...CHOICE])
    .argument('[key]')
    .addHelpText('after', example('warmstart verify npm-1'))
    .action((key: string | undefined, options: Options) => finish(commands.verify(key, options)))

  add('audit', 'print what happened to the volumes of a namespace', AUDITED)
    .addHelpText('after', example('warmstart audit --since 30d --event save --json'))
    .action((options: Options) => finish(commands.audit(options)))

  add('share', 'let another namespace read what is trusted in this one; without one, list who may', [
    ...STORE,
    { flags: '--remove', help: 'take it back' },
  ])
    .argument('[namespace]')
    .addHelpText('after', example('warmstart share acme/web --namespace acme/base --lane trusted'))
    .action((reader: string | undefined, options: Options) => finish(commands.share(reader, options)))

  add('store', 'set a store up, and look whether all is well with it', SETUP)
    .addArgument(
      new Argument(
        '<action>',
        'init: make it ready for the first job; doctor: try it; policy: print least rights for CI; lifecycle: print rules by which a bucket removes what nobody uses',
      ).choices(STORE_ACTIONS),
    )
    .addHelpText('after', example('warmstart store doctor --store "s3://bucket?region=eu-central-1"'))
    .action((action: StoreAction, options: Options) => finish(commands.store(action, options)))

  add('key', 'make a key to encrypt with, or a pair to sign with', [])
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

function addCommand(program: Command, name: string, description: string, rows: readonly Row[]): Command {
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
