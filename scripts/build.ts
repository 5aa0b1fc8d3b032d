// Builds the committed bundles: tsc, then one ncc bundle an entry, then the licences of what is in them.
//
//   node scripts/node24.mjs scripts/build.ts            writes dist/
//   node scripts/node24.mjs scripts/build.ts --compare  fails unless dist/ is what the sources build
//
// The output depends on nothing but sources and lock file: not on the directory, the clock or the machine's name.
import { spawn } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const dist = join(root, 'dist')

/**
 * Bundle and the compiled file it starts from. The worker thread is a bundle of its own: a bundle cannot split it off.
 * So are the adapters that carry a cloud's SDK: each is there once, and nobody loads one who does not use it.
 */
const entries = {
  main: 'faces/github/main.js',
  post: 'faces/github/post.js',
  restore: 'faces/github/restore.js',
  save: 'faces/github/save.js',
  cli: 'faces/cli/index.js',
  worker: 'workspace/worker.js',
  s3: 'stores/s3/open.js',
  gcs: 'stores/gcs/open.js',
  azure: 'stores/azure/open.js',
}

interface WebpackModule {
  readonly nameForCondition?: string | null
  readonly modules?: readonly WebpackModule[]
}

await main()

async function main(): Promise<void> {
  mkdirSync(join(root, 'build'), { recursive: true })
  // A directory of its own, so that two builds at once never meet.
  const work = mkdtempSync(join(root, 'build', 'run-'))
  try {
    await run(root, 'tsc', '-p', 'tsconfig.build.json', '--outDir', join(work, 'js'))
    for (const name of ['@actions/core', '@actions/glob']) freeOfSideEffects(work, name)
    const packages: string[] = []
    for (const [bundle, file] of Object.entries(entries)) {
      const inside = await pack(work, bundle, file)
      const platform = inside.find((folder) => folder.includes('/node_modules/@actions/'))
      if (platform && ['cli', 'worker'].includes(bundle)) throw new Error(`${bundle} must not carry ${platform}`)
      packages.push(...inside)
    }
    writeFileSync(join(work, 'dist', 'licenses.txt'), licences(packages))
    assertNoPaths(join(work, 'dist'))
    if (process.argv.includes('--compare')) compare(join(work, 'dist'))
    else replace(join(work, 'dist'))
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** Bundles one entry and returns the folders of the packages that went into it. */
async function pack(work: string, bundle: string, file: string): Promise<readonly string[]> {
  const stats = join(work, 'stats.json')
  const output = join('dist', bundle)
  // Run inside `work` with relative paths: module numbers are made from paths relative to the working directory.
  await run(work, 'ncc', 'build', join('js', file), '-o', output, '--no-cache', '--quiet', '--stats-out', stats)
  const { modules }: { modules: readonly WebpackModule[] } = JSON.parse(readFileSync(stats, 'utf8'))
  return modules.flatMap(flatten).flatMap(({ nameForCondition }) => {
    // The innermost package: a nested copy is a package of its own.
    const folder = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec((nameForCondition ?? '').replaceAll(sep, '/'))
    return folder ? [folder[0]] : []
  })
}

/**
 * Says of a package what its authors could: that loading it does nothing but define what it exports. Then what nobody
 * uses is left out: of `@actions/core` an HTTP client that every step would load before its first request.
 */
function freeOfSideEffects(work: string, name: string): void {
  const copy = join(work, 'node_modules', name)
  cpSync(join(root, 'node_modules', name), copy, { recursive: true })
  const manifest = join(copy, 'package.json')
  const described = { ...JSON.parse(readFileSync(manifest, 'utf8')), sideEffects: false }
  writeFileSync(manifest, JSON.stringify(described))
}

function flatten(module: WebpackModule): WebpackModule[] {
  return [module, ...(module.modules ?? []).flatMap(flatten)]
}

/** The licence texts of every package that is in a bundle, by name. */
function licences(folders: Iterable<string>): string {
  const texts = [...new Set(folders)].map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const file = readdirSync(folder)
      .sort()
      .find((entry) => /^licen[cs]e/i.test(entry))
    if (!file && typeof license !== 'string') throw new Error(`${name} is bundled and names no licence`)
    const text = file ? readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim() : `License: ${license}`
    return `${name} ${version}\n\n${text}\n`
  })
  return texts.sort().join(`\n${'-'.repeat(80)}\n\n`)
}

/** A path of this machine in a bundle would make it another one elsewhere. */
function assertNoPaths(folder: string): void {
  for (const file of files(folder)) {
    if (readFileSync(join(folder, file)).includes(root)) throw new Error(`dist/${file} names ${root}`)
  }
}

function compare(fresh: string): void {
  const [now, then] = [files(fresh), existsSync(dist) ? files(dist) : []]
  const all = [...new Set([...now, ...then])].sort()
  const other = all.filter(
    (file) =>
      !now.includes(file) ||
      !then.includes(file) ||
      !readFileSync(join(fresh, file)).equals(readFileSync(join(dist, file))),
  )
  if (other.length === 0) return
  console.error(`dist/ is not what the sources build; run \`npm run build\` and commit it.\n  ${other.join('\n  ')}`)
  process.exitCode = 1
}

function replace(fresh: string): void {
  rmSync(dist, { recursive: true, force: true })
  renameSync(fresh, dist)
  for (const file of files(dist)) console.log(`dist/${file}  ${readFileSync(join(dist, file)).length} bytes`)
}

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll(sep, '/'),
    )
    .sort()
}

/** Runs an installed package's command under this Node; fails with its output. */
async function run(cwd: string, name: string, ...args: string[]): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'scripts', 'node24.mjs'), '--bin', name, ...args], {
    cwd,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', resolve)
  })
  if (code !== 0) throw new Error(`${name} failed`)
}
