import { decodeHead } from '../core/head-codec.ts'
import { isRecord, lanePrefix } from '../core/keys.ts'
import type { Archive, Contents, SurveyedObject, SurveyedPack } from '../core/ports/archive.ts'
import { FormatError, StoreError } from '../core/ports/errors.ts'
import type { ManagedStore } from '../core/ports/store.ts'
import { sealOf } from '../core/sealed-object.ts'
import { isUlid } from '../core/ulid.ts'
import { decodeVersion } from '../core/version-codec.ts'

/** The archive of any store that lists: heads are records, versions and packs are objects of their own. */
export function createArchive(store: ManagedStore): Archive {
  return {
    async survey(namespace, lane, options) {
      const prefix = lanePrefix(namespace, lane)
      const objects: SurveyedObject[] = []
      const packs: SurveyedPack[] = []
      for await (const { key, bytes, modified, tag } of store.list(prefix, options)) {
        const [kind, ulid = ''] = key.slice(prefix.length).split('/')
        if (kind === 'heads') objects.push({ id: `${key} ${tag}`, modified, isHead: true, version: undefined })
        else if (!isUlid(ulid)) continue
        else if (kind === 'versions') objects.push({ id: key, modified, isHead: false, version: ulid })
        else if (kind === 'packs') packs.push({ id: key, ulid, bytes, modified })
      }
      return { objects, packs }
    },

    async examine({ id }, options) {
      const [key = ''] = id.split(' ')
      try {
        const object = await store.read(key, options)
        // Of a head that is damaged the one before is shown, and what the later one links is not known.
        if (!object || object.info.stale) return undefined
        return isRecord(key) ? contentsOfHead(object.bytes) : contentsOfVersion(object.bytes)
      } catch (error) {
        if (error instanceof FormatError || (error instanceof StoreError && error.kind === 'corrupt')) return undefined
        throw error
      }
    },

    remove: (ids, options) => store.remove(ids, options),
  }
}

/** No key is needed to say what a sealed version refers to. */
export function contentsOfVersion(bytes: Uint8Array): Contents {
  const { packs } = sealOf('V', bytes) ?? decodeVersion(bytes).manifest
  return { linked: [], packs: packs.map(({ lane, ulid }) => ({ lane, ulid })) }
}

function contentsOfHead(bytes: Uint8Array): Contents {
  const { current, history } = decodeHead(bytes)
  return { linked: [current, ...history].map(({ ulid }) => ulid), packs: [] }
}
