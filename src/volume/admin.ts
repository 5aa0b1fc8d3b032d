import { planRanges } from '../core/restore-plan.ts'
import { signerOf } from '../core/signature.ts'
import { headDistrust, whyNot } from '../core/trust.ts'
import type { Version } from '../core/version.ts'
import { fetchRanges } from './fetch.ts'
import { readFooter } from './footer.ts'
import { isKeyFault } from './keys.ts'
import { loadVersion } from './load-version.ts'
import { PackFault } from './read.ts'
import type { Context, Listed, Rights, VerifyReport } from './types.ts'
import { verifyingStaging } from './verifying-staging.ts'

/** Every key of a namespace that has a version, in the lanes the caller may read. */
export async function list(context: Context, rights: Rights): Promise<Listed[]> {
  const listed: Listed[] = []
  for await (const { line, head } of context.heads.list(rights.namespace)) {
    if (rights.reads.includes(line.lane)) listed.push({ line, head })
  }
  return listed.sort((a, b) => b.head.committedAt - a.head.committedAt)
}

/** The version a head names, or why it cannot be read. */
export async function show(
  context: Context,
  { line, head }: Listed,
): Promise<Version | { readonly reason: string; readonly detail: string }> {
  const loaded = await loadVersion(context, line, head.current)
  return 'reason' in loaded ? loaded : loaded.version
}

/** Removes a key. Its versions and packs stay until they are collected. */
export async function remove(context: Context, { line }: Listed): Promise<void> {
  await context.heads.remove(line)
}

/** Reads everything the current version needs and checks every byte against its digests. */
export async function verify(context: Context, { line, head }: Listed): Promise<VerifyReport> {
  const faults: string[] = []
  const refused = context.trust && headDistrust(context.trust, line, head)
  if (refused) faults.push(`its head: ${whyNot(refused, signerOf(head.signature))}`)
  const loaded = await loadVersion(context, line, head.current)
  const nothing = { line, version: head.current, frames: 0, storedBytes: 0 }
  if ('reason' in loaded) return { ...nothing, faults: [...faults, loaded.detail], locked: isKeyFault(loaded) }
  const { manifest } = loaded.version
  const everything = manifest.mounts.map(({ tree }) => ({
    tree,
    entries: Array.from({ length: tree.length }, (_, entry) => entry),
  }))
  const ranges = planRanges(everything, manifest.frames, context.store.traits.readBytes)
  let storedBytes = 0
  for (const [index, pack] of manifest.packs.entries()) {
    const inPack = ranges.filter((range) => range.pack === index)
    try {
      storedBytes += await fetchRanges(context, line.namespace, manifest, inPack, verifyingStaging(), 0)
      if (!(await readFooter(context, line.namespace, pack)))
        faults.push(`pack ${pack.ulid}: its footer is missing or damaged`)
    } catch (error) {
      if (!(error instanceof PackFault)) throw error
      faults.push(`pack ${pack.ulid}: ${error.message}`)
    }
  }
  return { line, version: head.current, frames: manifest.frames.length, storedBytes, faults, locked: false }
}
