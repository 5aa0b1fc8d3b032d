import type { RestoreOutcome } from '../../volume/types.ts'
import type { Config } from '../config.ts'
import type { Ran } from '../steps.ts'

/**
 * The outputs of a restore; one that is left out stays empty. The first three mean what they mean in actions/cache
 * (its `restoreImpl` and the README of its restore action): `cache-hit` is `true` for the exact key, `false` for a
 * restore key, and not set at all after a miss; `cache-primary-key` is always set, `cache-matched-key` after a hit.
 * A hit without a version is an archive of actions/cache: nobody knows how much it brought.
 * In shadow mode nothing is on disk, so jobs that skip work by those outputs must see a miss; the others report as if.
 */
export function outputsOf(config: Config, outcome: Ran<RestoreOutcome>): Record<string, string> {
  const { hit, matchedKey, version } = outcome
  const present = hit !== 'miss' && !config.access.dry
  const unknown = hit !== 'miss' && version === undefined
  const restored = hit !== 'miss' && !config.lookupOnly
  return {
    'cache-primary-key': config.key,
    ...(present && { 'cache-hit': String(hit === 'exact'), 'cache-matched-key': matchedKey ?? '' }),
    hit,
    ...(version !== undefined && { version }),
    ...(!unknown && {
      'restored-bytes': String(restored ? outcome.totalBytes : 0),
      'fetched-bytes': String(outcome.fetchedBytes),
      'restored-files': String(restored ? outcome.files : 0),
    }),
    seconds: outcome.seconds.toFixed(2),
  }
}
