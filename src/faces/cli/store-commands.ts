import { UserError } from '../../core/ports/errors.ts'
import { signerOf } from '../../core/signature.ts'
import { headDistrust, whyNot } from '../../core/trust.ts'
import type { Version } from '../../core/version.ts'
import { list, remove, show, verify } from '../../volume/admin.ts'
import type { Context, Listed } from '../../volume/types.ts'
import { compose } from '../compose.ts'
import type { Setting } from '../config.ts'
import { currentJob } from '../job.ts'
import { authorOfJob, record } from '../record.ts'
import { rightsOf } from '../requests.ts'
import { bytes, counted, logSafe } from '../text.ts'
import { chosenVolume, printJson, readMachine, readSetting, type Session } from './session.ts'

/** Lists every key that the caller may read, newest first. */
export function listCommand(session: Session): Promise<number> {
  return withStore(session, async ({ context, setting, print }) => {
    const listed = await list(context, rightsOf(setting))
    for (const { line, head } of listed) {
      print(`${line.key}  ${when(head.committedAt)}  ${line.lane}  ${line.volume}  ${head.current.ulid}`)
    }
    print(listed.length === 0 ? 'No version is stored.' : counted(listed.length, 'key'))
    return { status: 0, result: { command: 'list', versions: listed.map(row) } }
  })
}

/** Shows the current version of a key in every volume that has it. */
export function showCommand(key: string, session: Session): Promise<number> {
  return withStore(session, async ({ context, setting, print }) => {
    const versions: Record<string, unknown>[] = []
    for (const one of await having(key, context, setting, session)) {
      const version = await show(context, one)
      const entries = Object.entries({
        ...row(one),
        ...contents(version),
        ...signed(context, one, version),
        ...past(one),
      })
      for (const [name, value] of entries) print(`${`${name}:`.padEnd(14)} ${shown(name, value)}`)
      print('')
      versions.push(Object.fromEntries(entries))
    }
    return { status: 0, result: { command: 'show', key, versions } }
  })
}

/** Removes a key of one volume. Several volumes that have it are refused until one is chosen. */
export function removeCommand(key: string, session: Session): Promise<number> {
  return withStore(session, async ({ context, setting, print }) => {
    const { writes, why } = setting.access
    if (writes === undefined) throw new UserError(`This job may not write, so it cannot remove: ${why}.`)
    const own = (await having(key, context, setting, session)).filter(({ line }) => line.lane === writes)
    const [one, ...others] = own
    if (!one)
      throw new UserError(`No version of “${key}” is stored in lane ${writes}, the only one that may be changed.`)
    if (others.length > 0) {
      const volumes = own.map(({ line }) => line.volume).join(', ')
      throw new UserError(`${own.length} volumes have “${key}” (${volumes}); choose one with --name or --path.`)
    }
    await remove(context, one)
    const told = { event: 'deletion', volume: one.line.volume, key: one.line.key, ...versionOf(one) } as const
    await record(context, setting, 'auto', authorOfJob(currentJob(readMachine())), [told], session.reporter)
    print(`Removed “${key}” of volume ${one.line.volume}, lane ${one.line.lane}.`)
    return { status: 0, result: { command: 'rm', removed: row(one) } }
  })
}

/** Reads and checks everything that a key, or every key, needs. Exit status 1 if anything is wrong. */
export function verifyCommand(key: string | undefined, session: Session): Promise<number> {
  return withStore(session, async ({ context, setting, print }) => {
    const listed =
      key === undefined ? await among(context, setting, session) : await having(key, context, setting, session)
    const versions: Record<string, unknown>[] = []
    let damaged = 0
    let unchecked = 0
    for (const one of listed) {
      const { faults, locked, frames, storedBytes } = await verify(context, one)
      if (locked) unchecked++
      else if (faults.length > 0) damaged++
      const state = locked ? 'UNCHECKED' : faults.length === 0 ? 'ok' : 'DAMAGED'
      print(`${one.line.key}  ${one.line.lane}  ${one.line.volume}  ${state}  ${bytes(storedBytes)}`)
      for (const fault of faults) print(`  ${fault}`)
      versions.push({ ...row(one), frames, storedBytes, faults })
    }
    const rest = unchecked === 0 ? '' : `, ${unchecked} not checked for want of its key`
    print(`${counted(listed.length - unchecked, 'version')} checked, ${damaged} damaged${rest}.`)
    return { status: damaged + unchecked > 0 ? 1 : 0, result: { command: 'verify', versions, damaged, unchecked } }
  })
}

interface Opened {
  readonly context: Context
  readonly setting: Setting
  /** A line of stdout, unless the result is asked for as JSON. */
  print(line: string): void
}

/** Opens the store for a command; its result is the line that `--json` asks for. */
export async function withStore(
  { options, reporter, interrupt, terminal }: Session,
  work: (opened: Opened) => Promise<{ readonly status: number; readonly result: Record<string, unknown> }>,
): Promise<number> {
  const setting = readSetting(options)
  const { context, close } = await compose(setting, reporter, interrupt.signal, 'home')
  try {
    const print = (line: string) => {
      terminal.clear()
      if (!options.json) process.stdout.write(`${logSafe(line)}\n`)
    }
    const { status, result } = await work({ context, setting, print })
    if (options.json) printJson(result)
    return status
  } finally {
    await close()
    reporter.finish()
  }
}

/** Everything readable, of the chosen volume if one is chosen. */
async function among(context: Context, setting: Setting, { options }: Session): Promise<Listed[]> {
  const volume = chosenVolume(options)
  const listed = await list(context, rightsOf(setting))
  return volume === undefined ? listed : listed.filter(({ line }) => line.volume === volume)
}

async function having(key: string, context: Context, setting: Setting, session: Session): Promise<Listed[]> {
  const found = (await among(context, setting, session)).filter(({ line }) => line.key === key)
  if (found.length === 0) throw new UserError(`No version is stored for “${key}”.`)
  return found
}

function versionOf({ head }: Listed) {
  return { version: head.current.ulid, digest: head.current.sha256 }
}

function row({ line, head }: Listed) {
  const { key, volume, lane } = line
  return { key, volume, lane, version: head.current.ulid, committedAt: new Date(head.committedAt).toISOString() }
}

function contents(version: Version | { readonly reason: string; readonly detail: string }): Record<string, unknown> {
  if ('reason' in version) return { unusable: version.detail }
  const { files, totalBytes, parent, provenance, manifest, omitted } = version
  const paths = manifest.mounts.map(({ label }) => label)
  const createdAt = new Date(provenance.createdAt).toISOString()
  const encryptionKey = manifest.packs[0]?.keyId ?? ''
  return { files, totalBytes, paths, omitted, parent, encryptionKey, ...provenance, createdAt }
}

/** Who signed the version, and whether anybody has looked into it: only a key given to verify with tells. */
function signed({ trust }: Context, { line, head }: Listed, version: Version | object): Record<string, unknown> {
  if (!('signature' in version)) return {}
  const refused = trust && headDistrust(trust, line, head)
  const signatures = !trust
    ? 'not checked'
    : refused
      ? `its head is not trusted: ${whyNot(refused, signerOf(head.signature))}`
      : 'good'
  return { signer: signerOf(version.signature), signatures }
}

/** Who made this version the current one, which may be another than made it, and which were before. */
function past({ head }: Listed) {
  const { repository, run, actor } = head.writer
  const committedBy = [repository, run, actor].filter((part) => part !== '').join(' ')
  return { committedBy, history: head.history.map(({ ulid }) => ulid) }
}

function shown(name: string, value: unknown): string {
  if (name === 'identity')
    return shown(
      '',
      Object.entries(value as object).map(([claim, said]) => `${claim}=${said}`),
    )
  if (name === 'totalBytes') return bytes(Number(value))
  const text = Array.isArray(value) ? value.join(', ') : String(value)
  return text === '' ? '-' : text
}

function when(millis: number): string {
  return new Date(millis).toISOString().slice(0, 16).replace('T', ' ')
}
