import { execFileSync } from 'node:child_process'
import * as fs from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { toBytePath } from '../../src/core/bytes.ts'
import { trackedFiles } from '../../src/workspace/git-tracked.ts'
import { tempDir } from '../support/temp.ts'

// Before anything is removed git is asked what it tracks, in a repository that another lane's job may have left.

function git(directory: string, ...args: readonly string[]): string {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@b', '-c', 'protocol.file.allow=always']
  return execFileSync('git', [...who, '-C', directory, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
}

/** A repository with `a/x` and `b/y`, settings that run a program, and where that would leave its mark. */
function hostile(...settings: readonly (readonly [string, string])[]) {
  const root = tempDir()
  const mark = join(root, 'ran')
  const repository = join(root, 'repository')
  fs.mkdirSync(join(root, 'origin/a'), { recursive: true })
  fs.mkdirSync(join(root, 'origin/b'))
  fs.writeFileSync(join(root, 'origin/a/x'), 'x')
  fs.writeFileSync(join(root, 'origin/b/y'), 'y')
  git(join(root, 'origin'), 'init', '-q')
  git(join(root, 'origin'), 'add', '.')
  git(join(root, 'origin'), 'commit', '-qm', 'one')
  git(root, 'clone', '-q', 'origin', 'repository')
  for (const [name, value] of settings) git(repository, 'config', name, value.replace('MARK', mark))
  return { repository, mark, listed: () => [...(trackedFiles(toBytePath(repository)) ?? [])].sort() }
}

test('a file watcher that the repository names is not run', () => {
  const { mark, listed } = hostile(['core.fsmonitor', 'touch MARK; false'])
  expect(listed()).toEqual(['a/x', 'b/y'])
  expect(fs.existsSync(mark)).toBe(false)
})

test('directories that a sparse index lacks are not fetched by a program that the repository names', () => {
  const { repository, mark, listed } = hostile()
  // A file as new as its index might have changed; git then leaves it there.
  const past = new Date(Date.now() - 60_000)
  for (const path of ['a/x', 'b/y']) fs.utimesSync(join(repository, path), past, past)
  git(repository, 'update-index', '--refresh')
  git(repository, 'sparse-checkout', 'set', '--cone', '--sparse-index', 'a')
  const tree = git(repository, 'rev-parse', 'HEAD:b').trim()
  fs.rmSync(join(repository, '.git/objects', tree.slice(0, 2), tree.slice(2)))
  git(repository, 'config', 'core.repositoryformatversion', '1')
  git(repository, 'config', 'extensions.partialClone', 'origin')
  git(repository, 'config', 'remote.origin.promisor', 'true')
  git(repository, 'config', 'remote.origin.uploadpack', `touch ${mark}; git-upload-pack`)
  expect(listed()).toEqual(['a/x'])
  expect(fs.existsSync(mark)).toBe(false)
})
