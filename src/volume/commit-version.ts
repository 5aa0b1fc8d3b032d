import { sha256Hex } from '../core/digest.ts'
import type { Manifest } from '../core/manifest.ts'
import { sealVersion } from '../core/sealed-object.ts'
import { SECRET_RULES } from '../core/secrets/files.ts'
import { versionMessage } from '../core/signature.ts'
import { ulid } from '../core/ulid.ts'
import { encodeVersion } from '../core/version-codec.ts'
import { advanceHead } from './commit.ts'
import type { ParentRead } from './parent.ts'
import { countCommit, type Run } from './save-run.ts'
import type { TouchedHead } from './touch.ts'
import { signerIdentity } from './trust.ts'

/** Version object, then head. */
export async function commitVersion(
  run: Run,
  manifest: Manifest,
  omitted: readonly string[],
  { own, parent }: ParentRead,
  after: Promise<unknown>,
  touched: TouchedHead | undefined,
) {
  const { context, request, writes, outcome } = run
  const { clock, store, random } = context
  const { namespace } = request.rights
  const now = clock.now()
  const [createdAt, identity] = await Promise.all([store.now(), signerIdentity(context)])
  const version = {
    ulid: ulid(now, random),
    provenance: { ...request.provenance, createdAt, identity },
    parent: parent?.ref.ulid ?? '',
    manifest,
    tags: [],
    expiresAt: undefined,
    omitted,
    ...(request.secrets !== 'allow' && { vetted: SECRET_RULES }),
    signature: '',
    files: outcome.files,
    totalBytes: outcome.totalBytes,
  }
  const signer = context.trust?.signer
  const place = { namespace, lane: writes, volume: request.volume }
  const plain = encodeVersion(version, signer && ((digest) => signer.sign(versionMessage(place, digest))))
  const key = context.keys?.newest
  const bytes = key ? sealVersion(key, version.ulid, plain, manifest.packs) : plain
  const ref = { lane: writes, ulid: version.ulid, bytes: bytes.length, sha256: sha256Hex(bytes) }
  const line = { ...place, key: request.key }
  const startedAt = request.startedAt ?? createdAt
  const committing = { line, own, ref, version: bytes, after, startedAt, touched }
  if ((await advanceHead(context, request, committing)) === 'superseded') return 'superseded'
  countCommit(run, bytes)
  outcome.version = ref.ulid
  outcome.digest = ref.sha256
  outcome.millis.commit = clock.now() - now
  return ref
}
