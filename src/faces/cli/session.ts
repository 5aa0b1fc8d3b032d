import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { UserError } from '../../core/ports/errors.ts'
import type { RestoreOutcome, SaveOutcome } from '../../volume/types.ts'
import { hashFiles } from '../../workspace/hash-files.ts'
import { type Asked, NOTHING_ASKED } from '../asked.ts'
import { type Config, configure, type Setting, settingOf, volumeName } from '../config.ts'
import type { Machine } from '../environment.ts'
import { Interrupt } from '../interrupt.ts'
import { currentJob } from '../job.ts'
import { Reporter } from '../reporter.ts'
import type { Ran } from '../steps.ts'
import type { Options } from './program.ts'
import { Terminal } from './terminal.ts'

/** What one command has to work with. */
export interface Session {
  readonly options: Options
  readonly terminal: Terminal
  readonly reporter: Reporter
  readonly interrupt: Interrupt
}

export function openSession(options: Options): Session {
  const terminal = new Terminal(process.stderr, options.quiet === true, process.env)
  return { options, terminal, reporter: new Reporter(terminal), interrupt: new Interrupt() }
}

export function readMachine(): Machine {
  const { env, platform, arch } = process
  return { env, platform, arch, home: homedir(), directory: process.cwd() }
}

/** Everything `run`, `save` and `restore` go by. Throws `UserError` for bad input. */
export function readConfig(options: Options): Promise<Config> {
  const machine = readMachine()
  return configure(asked(options, machine), currentJob(machine), machine, async (patterns, root) => {
    const { hash } = await hashFiles(patterns, root, machine.platform)
    return hash
  })
}

/** What the commands that look into a store go by. */
export function readSetting(options: Options): Setting {
  const machine = readMachine()
  return settingOf(asked(options, machine), currentJob(machine), machine)
}

/** The volume that `--name` or `--path` chooses; `undefined`: none was chosen. */
export function chosenVolume({ name = '', path: paths = [] }: Options): string | undefined {
  return name === '' && paths.length === 0 ? undefined : volumeName({ name, paths, crossOs: false }, readMachine())
}

/** The one line that ends stdout with `--json`. Absent values are `null`, so that every field is always there. */
export function printJson(result: Readonly<Record<string, unknown>>): void {
  const peakRssBytes = process.resourceUsage().maxRSS * 1024
  const text = JSON.stringify({ ...result, peakRssBytes }, (_name, value: unknown) => value ?? null)
  process.stdout.write(`${text}\n`)
}

export function restoreResult(config: Config, outcome: Ran<RestoreOutcome>) {
  const { hit, matchedKey, matchedNamespace, version, files, totalBytes, fetchedBytes, writtenFiles } = outcome
  const { requests, tiers, seconds } = outcome
  const figures = { files, totalBytes, fetchedBytes, writtenFiles, requests, tiers, seconds }
  const found = { matchedKey: matchedKey ?? null, matchedNamespace: matchedNamespace ?? null, version: version ?? null }
  return { hit, key: config.key, ...found, ...figures }
}

export function saveResult(config: Config, outcome: Ran<SaveOutcome>) {
  const { version, saved, reason, files, totalBytes, newBytes, uploadedBytes, objectsPut, requests, tiers, seconds } =
    outcome
  const figures = { files, totalBytes, newBytes, uploadedBytes, objectsPut, requests, tiers, seconds }
  return { key: config.key, version: version ?? null, saved, reason, ...figures }
}

/** Said by its name only: whatever else is wrong with what is in it, it is a secret. */
function secretIn(kind: 'encryption' | 'signing', file: string): string {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new UserError(`The ${kind} key file ${file} cannot be read: ${(error as NodeJS.ErrnoException).code}.`)
  }
  if (text.trim() === '') throw new UserError(`The ${kind} key file ${file} has no key in it.`)
  return text
}

function asked(options: Options, { directory }: Machine): Asked {
  const root = options.root ?? directory
  return {
    ...NOTHING_ASKED,
    paths: options.path ?? [],
    key: options.key ?? '',
    restoreKeys: options.restoreKey ?? [],
    name: options.name ?? '',
    hashFiles: options.hashFiles ?? [],
    store: (options.store ?? []).join('\n'),
    namespace: options.namespace ?? '',
    environment: options.environment ?? '',
    shareFrom: options.shareFrom ?? [],
    lane: options.lane ?? '',
    saveIf: options.saveIf ?? '',
    conflict: options.conflict ?? '',
    sizeLimit: options.sizeLimit ?? '',
    encryptionKey: options.encryptionKeyFile === undefined ? '' : secretIn('encryption', options.encryptionKeyFile),
    signingKey: options.signingKeyFile === undefined ? '' : secretIn('signing', options.signingKeyFile),
    verifyKeys: options.verifyKey ?? [],
    requireWriter: options.requireWriter ?? [],
    secrets: options.secrets ?? '',
    audit: options.audit ?? '',
    clean: options.clean ?? false,
    allowDangerousPaths: options.allowDangerousPaths ?? false,
    lookupOnly: options.lookupOnly ?? false,
    failOnCacheMiss: options.failOnCacheMiss ?? false,
    workspace: isAbsolute(root) ? root : join(directory, root),
  }
}
