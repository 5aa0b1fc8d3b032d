// Prints what is in the committed bundles as a CycloneDX bill of materials. It is made of the list of licences, which the
// build writes of the packages that it really bundled, and of the lock file, which has their digests. (`npm sbom` leaves
// out what a tool needs as well.) The same commit gives the same bill: it has neither a time nor a random number.
//
//   node scripts/node24.mjs scripts/sbom.ts > warmstart.cdx.json
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

/** An entry of the lock file's `packages`, by its folder. */
export interface Locked {
  readonly version?: string
  readonly integrity?: string
  readonly license?: string
}

/** `name version` of every package in the list of licences. */
export function bundledIn(licences: string): string[] {
  return licences.split(`${'-'.repeat(80)}\n`).map((part) => part.trim().split('\n', 1)[0] as string)
}

/** The bill of materials of a release. Throws for a bundled package that the lock file does not know. */
export function billOf(version: string, licences: string, packages: Readonly<Record<string, Locked>>) {
  const locked = new Map(
    Object.entries(packages).map(([folder, entry]) => [
      `${folder.split('node_modules/').at(-1)} ${entry.version}`,
      entry,
    ]),
  )
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      component: { type: 'application', 'bom-ref': 'warmstart', name: 'warmstart', version },
    },
    components: bundledIn(licences).map((bundled) => {
      const { integrity, license } = locked.get(bundled) ?? {}
      if (!integrity) throw new Error(`${bundled} is bundled, and package-lock.json does not have it`)
      return componentOf(bundled, integrity, license)
    }),
  }
}

function componentOf(bundled: string, integrity: string, license: string | undefined) {
  const [name = '', version = ''] = bundled.split(' ')
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    purl,
    ...(license && { licenses: [{ expression: license }] }),
    hashes: [{ alg: 'SHA-512', content: Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex') }],
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = (file: string) => readFileSync(join(import.meta.dirname, '..', file), 'utf8')
  const { version } = JSON.parse(text('package.json'))
  const { packages } = JSON.parse(text('package-lock.json'))
  console.log(JSON.stringify(billOf(version, text('dist/licenses.txt'), packages), undefined, 2))
}
