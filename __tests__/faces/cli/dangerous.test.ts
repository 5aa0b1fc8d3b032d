import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Desk } from '../../support/warmstart.ts'

it('a volume that takes in the repository goes without its .git, both ways, and says so', async () => {
  const desk = new Desk()
  const at = (path: string) => join(desk.workspace, path)
  mkdirSync(at('.git/hooks'), { recursive: true })
  writeFileSync(at('.git/hooks/post-checkout'), 'evil')
  writeFileSync(at('file'), 'kept')
  const asked = ['--path', '.', '--key', 'k']
  expect((await desk.run('save', ...asked, '--allow-dangerous-paths')).stderr).not.toContain('goes without')
  rmSync(at('.git'), { recursive: true })
  rmSync(at('file'))
  const restored = await desk.run('restore', ...asked)
  expect(restored.status).toBe(0)
  expect(restored.stderr).toContain(`“.” goes without ${at('.git')}, which no cache should fill`)
  expect(readFileSync(at('file'), 'utf8')).toBe('kept')
  expect(existsSync(at('.git'))).toBe(false)
  await desk.run('restore', ...asked, '--allow-dangerous-paths')
  expect(readFileSync(at('.git/hooks/post-checkout'), 'utf8')).toBe('evil')
})

it('a link in the workspace leads no restore to what its path may not name', async () => {
  const desk = new Desk()
  mkdirSync(join(desk.root, '.ssh'))
  symlinkSync('../.ssh', join(desk.workspace, 'cache'))
  for (const path of ['cache', 'cache/deeper', '~/.ssh']) {
    const ended = await desk.run('restore', '--path', path, '--key', 'k')
    expect(ended.status).toBe(2)
    expect(ended.stderr).toMatch(
      /The path “[^”]*” (is|lies in) a place that programs read when they start, which no cache/,
    )
  }
})
