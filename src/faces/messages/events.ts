import type { Event, NotShared } from '../../core/ports/events.ts'
import type { Distrust } from '../../core/signature.ts'
import { bytes, count, counted } from '../text.ts'
import { info, type Message, notice, placeOf, warning } from './message.ts'
import type { ProgressEvent } from './progress.ts'
import { STORE_FAILED, storeFailed } from './store-failures.ts'

/** The sentence for an event; `undefined` for those that the outcome's sentence tells. */
export function describeEvent(event: Exclude<Event, ProgressEvent>): Message | undefined {
  switch (event.type) {
    case 'found':
      return info(
        event.match === 'exact'
          ? `Found “${event.key}” in lane ${placeOf(event)}, version ${event.version}.`
          : `Found no version of this key; the nearest is “${event.key}” in lane ${placeOf(event)}, version ${event.version}.`,
      )
    case 'not-shared':
      return warning(
        `Nothing is read from ${event.namespace}: ${NOT_SHARED[event.reason](event.namespace, event.reader)}.`,
      )
    case 'missed':
      return event.why === 'no-lane' ? undefined : info(MISSED[event.why](event.key))
    case 'listing-cut':
      return notice(
        `There are too many keys that start with “${event.keyPrefix}” in lane ${event.lane}; only the first were compared.`,
      )
    case 'head-refused':
      return warning(
        `What is stored for “${event.key}” in lane ${event.lane} is not used: its head ${DISTRUSTED[event.reason](event.signer)}.`,
      )
    case 'rolled-back':
      return warning(rolledBack(event))
    case 'no-identity':
      return notice(
        `The CI did not say who this job is, so the version does not either: ${event.detail.replace(/\.$/, '')}.`,
      )
    case 'store-failed':
      return warning(storeFailed(event))
    case 'store-down':
      return warning(
        `The store ${event.store} is down or cannot be reached, and this step goes on without it: ${event.detail.replace(/\.$/, '')}.`,
      )
    case 'version-unusable':
      return warning(`Version ${event.version} cannot be used, it ${UNUSABLE[event.reason]}: ${event.detail}`)
    case 'tier-skipped':
      return warning(
        `The store ${event.store} ${STORE_FAILED[event.kind]}, so ${event.isRead ? 'it gets no copies' : 'it is left out'} for the rest of this step: ${event.detail}`,
      )
    case 'home-down':
      return notice(
        `What a nearer store has seen of ${event.store} stands in for it: that may be out of date, and nothing can be saved.`,
      )
    case 'copy-damaged':
      return notice(
        `A copy in the store ${event.store} was damaged and is fetched again from farther away: ${event.key}`,
      )
    case 'target-failed':
      return warning(`${event.path} could not be written: ${event.detail}`)
    case 'recovered':
      return notice(
        `A run before this one was killed while it restored ${event.path}: removed ${counted(event.files, 'half-written file')} and ${counted(event.siblings, 'abandoned directory', 'abandoned directories')}.`,
      )
    case 'purged':
      return info(`Removed ${counted(event.files, 'file')} that a job of lane ${event.lane} left in ${event.path}.`)
    case 'kept-tracked':
      return notice(`${event.path} is tracked by git (or git could not be asked), so it was not removed.`)
    case 'mount-absent':
      return warning(
        event.others > 0
          ? `Nothing exists at “${event.label}”; the other declared paths are saved without it.`
          : `Nothing exists at “${event.label}”.`,
      )
    case 'mount-unpaired':
      return notice(`The version has nothing for “${event.label}”, or no declared path pairs with it: not restored.`)
    case 'nested-mount':
      return notice(`${event.path} lies in “${event.label}” but belongs to another step's volume: left to that step.`)
    case 'left-out':
      return (event.reason === 'unreadable' ? warning : info)(
        `${event.label}: ${event.path} ${LEFT_OUT[event.reason]} and is left out.`,
      )
    case 'changing':
      return warning(
        `${event.path} kept changing while it was read; stop what writes it, or exclude it with the path “!${event.path}”.`,
      )
    case 'secrets':
      return SECRETS[event.doing](some(event))
    case 'tokens':
      return warning(
        `${some(event)} ${event.total === 1 ? 'holds' : 'hold'} what looks like a token and ${event.total === 1 ? 'is' : 'are'} saved; exclude with “!path” what must not be shared.`,
      )
    case 'too-large':
      return warning(
        `The volume holds ${bytes(event.bytes)}, more than its limit of ${bytes(event.limit)}. Largest directories: ${event.largest
          .map(({ path, bytes: size }) => `${path || '.'} (${bytes(size)})`)
          .join(', ')}.`,
      )
    case 'not-collected':
      return notice(
        `What is superseded on ${event.store} could not be removed${event.isDenied ? ' (the input token needs the permission actions: write)' : ''} and stays for now: ${event.detail}`,
      )
    case 'nothing-declared-exists':
    case 'not-saved':
      return undefined
  }
}

function rolledBack({ key, lane, committedAt, seenAt, isRefused }: Extract<Event, { type: 'rolled-back' }>): string {
  const [from, to] = [seenAt, committedAt].map((millis) => new Date(millis).toISOString())
  return `“${key}” in lane ${lane} was set back: this machine has seen it as of ${from}, and the store has it as of ${to}, from before that. ${isRefused ? 'It is not used' : 'It is used all the same'}; if nobody restored the store from a copy, find out who can write to it.`
}

/** A few names out of many; long ones are cut, since whoever wrote the version chose them. */
function some({ files, total }: { readonly files: readonly string[]; readonly total: number }): string {
  const names = files.map((name) => (name.length > NAME_LENGTH ? `${name.slice(0, NAME_LENGTH)}…` : name)).join(', ')
  return total > files.length ? `${names} and ${count(total - files.length)} more` : names
}

const NAME_LENGTH = 200

const MISSED = {
  'nothing-stored': (key: string) => `No version is stored for “${key}”, nor one to fall back on.`,
  unusable: (key: string) => `No usable version is left for “${key}”.`,
}

const NOT_SHARED: Record<NotShared, (namespace: string, reader: string) => string> = {
  'not-declared': (namespace, reader) =>
    `it does not share with ${reader}; somebody who may write its lane trusted runs “warmstart share ${reader} --namespace ${namespace} --lane trusted”`,
  denied: () => 'the store does not let this job look there',
  unsupported: () => 'GitHub’s cache service shows each repository its own entries only; sharing needs another store',
}

const UNUSABLE: Record<Extract<Event, { type: 'version-unusable' }>['reason'], string> = {
  missing: 'is incomplete',
  damaged: 'is damaged',
  'needs-newer': 'was written by a newer Warmstart',
  'no-key': 'is encrypted',
  'other-key': 'is encrypted with another key',
  'not-encrypted': 'is not encrypted',
  untrusted: 'is not trusted',
}

const DISTRUSTED: Record<Distrust, (signer: string) => string> = {
  unsigned: () => 'is not signed',
  'unknown-signer': (signer) => `is signed with the key ${signer}, which is none of verify-keys`,
  'wrong-signature': () => 'has a wrong signature, so it was altered or belongs elsewhere',
}

const LEFT_OUT: Record<Extract<Event, { type: 'left-out' }>['reason'], string> = {
  vanished: 'vanished while it was read',
  unreadable: 'cannot be read',
  special: 'is no file, directory or link',
}

const SECRETS = {
  omitted: (files: string) => notice(`Left out, because they hold a credential: ${files}.`),
  refused: (files: string) => warning(`These files hold a credential: ${files}. Nothing is saved (secrets: refuse).`),
  kept: (files: string) =>
    warning(
      `These files hold a credential: ${files}. The archive has them, because nothing can be left out of it; exclude them with “!path”.`,
    ),
  lacking: (files: string) => notice(`The version was saved without files that held a credential: ${files}.`),
} satisfies Record<Extract<Event, { type: 'secrets' }>['doing'], (files: string) => Message>
