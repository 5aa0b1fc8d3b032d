import { type BytePath, joinBytes } from '../bytes.ts'
import { EntryType, NONE, type Tree } from '../tree.ts'

/**
 * 1 for each directory of a tree that lies in the own tree of a package somebody published: what is there came out of a
 * registry and is no secret of this job, whatever a test fixture looks like. `base` is the mount's, below its anchor.
 */
export function packageTrees(tree: Tree, base: string): Uint8Array {
  const inside = new Uint8Array(tree.length)
  const path = new Array<BytePath>(tree.length)
  for (let entry = 0; entry < tree.length; entry++) {
    if (tree.type[entry] !== EntryType.directory) continue
    const parent = tree.parent[entry] as number
    path[entry] = parent === NONE ? base : joinBytes(path[parent] as string, tree.name[entry] as string)
    inside[entry] = (parent !== NONE && inside[parent] === 1) || isPackageTree(path[entry] as string) ? 1 : 0
  }
  return inside
}

/** Is the directory a published package's, or does it lie in one? `/` between components, whatever comes first. */
export function isPackageTree(directory: BytePath): boolean {
  return PACKAGE.test(`${directory}/`)
}

// A name with a dot in front is a tool's own place beside the packages (`.cache`, `.bin`), not one of them.
const PACKAGE = new RegExp(
  `(?:^|/)(?:${[
    'node_modules/(?:@[^/]+/)?[^/.@][^/]*',
    'registry/src/[^/]+/[^/]+', // Cargo
    'git/checkouts/[^/]+/[^/]+',
    '(?:site|dist)-packages/[^/.][^/]*',
    'pkg/mod/(?:[^/]+/)*[^/]+@v\\d[^/]*', // Go
    'gems/[^/]+-\\d[^/]*',
    'vendor/(?!bundle/|ruby/)[^/.][^/]*/[^/.][^/]*', // Composer, Go
    '_cacache/content-v2', // npm's and pnpm's stores name files by what is in them
    'store/v\\d+/files',
  ].join('|')})/`,
)
