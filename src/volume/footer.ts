import { sameBytes } from '../core/bytes.ts'
import { sha256 } from '../core/digest.ts'
import { packKey } from '../core/keys.ts'
import type { PackRow } from '../core/manifest.ts'
import { decodeFooter, type Footer } from '../core/pack.ts'
import { FormatError, StoreError } from '../core/ports/errors.ts'
import { openFooter } from '../core/sealed-object.ts'
import { sealOfPack } from './keys.ts'
import { type Context, signalOf } from './types.ts'

/** A pack's footer, checked against the version that names it; `undefined` if the pack is missing or damaged. */
export async function readFooter(context: Context, namespace: string, pack: PackRow): Promise<Footer | undefined> {
  const range = { offset: pack.footerOffset, length: pack.footerLength }
  try {
    const bytes = await context.store.get(packKey(namespace, pack.lane, pack.ulid), {
      range,
      ...signalOf(context),
    })
    if (!bytes || !sameBytes(sha256(bytes), pack.footerSha256)) return undefined
    const seal = sealOfPack(context, pack)
    return decodeFooter(seal ? openFooter(seal, bytes) : bytes)
  } catch (error) {
    const unreadable =
      error instanceof FormatError ||
      (error instanceof StoreError && (error.kind === 'range' || error.kind === 'corrupt'))
    if (!unreadable) throw error
    return undefined
  }
}
