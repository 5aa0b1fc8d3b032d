import { decodeHeadEntry } from '../../core/head-entry.ts'
import { lanePrefix } from '../../core/keys.ts'
import type { Archive, SurveyedObject, SurveyedPack } from '../../core/ports/archive.ts'
import { FormatError } from '../../core/ports/errors.ts'
import { isUlid } from '../../core/ulid.ts'
import { contentsOfVersion } from '../archive.ts'
import type { Entries, EntryAdmin, ListedEntry } from './entries.ts'
import { entriesPrefix } from './names.ts'

/**
 * The archive of GitHub's cache service. Every head entry holds a version, and the newest of a line is its head. Entries
 * are read once: a read is use, and a line that only its collection reads must expire.
 */
export function createGithubArchive(entries: Entries, admin: EntryAdmin): Archive {
  return {
    async survey(namespace, lane, options) {
      const prefix = lanePrefix(namespace, lane)
      const newest = new Map<string, ListedEntry>()
      const versions: { readonly line: string; readonly entry: ListedEntry; readonly version: string }[] = []
      const packs: SurveyedPack[] = []
      for await (const entry of admin.list(entriesPrefix(prefix), options)) {
        const { name, bytes, created, used } = entry
        const line = name.slice(0, name.indexOf('#') + 1)
        const kind = line.startsWith(prefix) ? line.slice(prefix.length).split('/')[0] : undefined
        if (kind === 'heads') {
          const version = name.slice(line.length, line.length + ULID_LENGTH)
          if (isUlid(version)) versions.push({ line, entry, version })
          if (created >= (newest.get(line)?.created ?? 0)) newest.set(line, entry)
        } else if (kind === 'packs') {
          const ulid = line.slice(prefix.length + 'packs/'.length, -1)
          if (isUlid(ulid)) packs.push({ id: name, ulid, bytes, modified: created, used })
        }
      }
      const objects = versions.map(
        ({ line, entry, version }): SurveyedObject => ({
          id: entry.name,
          modified: entry.created,
          isHead: newest.get(line) === entry,
          version,
        }),
      )
      return { objects, packs }
    },

    async examine({ id }, options) {
      const part = await entries.read({ name: id }, undefined, options)
      if (!part) return undefined
      try {
        const { head, versionAt } = decodeHeadEntry(part.bytes)
        const linked = [head.current, ...head.history].map(({ ulid }) => ulid)
        return { ...contentsOfVersion(part.bytes.subarray(versionAt)), linked }
      } catch (error) {
        if (!(error instanceof FormatError)) throw error
        return undefined
      }
    },

    remove: (ids, options) => admin.remove(ids, options),
  }
}

const ULID_LENGTH = 26
