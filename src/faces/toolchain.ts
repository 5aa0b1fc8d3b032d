import type { Machine } from './environment.ts'

/**
 * The tools that setup actions have put on the path, with their versions: `node 24.1.0, go 1.26.0`. Read off the names
 * of the tool cache's directories (`<tool>/<version>/<architecture>`), because starting each tool to ask it takes longer
 * than a save. What the runner's image brings is not in it: the image's version says that.
 */
export function toolchainOf({ env, platform }: Pick<Machine, 'env' | 'platform'>): string {
  const cache = slashed(env['RUNNER_TOOL_CACHE'] ?? '').replace(/\/+$/, '')
  if (cache === '') return ''
  const tools = slashed(env['PATH'] ?? env['Path'] ?? '')
    .split(platform === 'win32' ? ';' : ':')
    .flatMap((directory) => {
      if (!directory.startsWith(`${cache}/`)) return []
      const [tool = '', version = ''] = directory.slice(cache.length + 1).split('/')
      return PART.test(tool) && PART.test(version) ? [`${tool} ${version}`] : []
    })
  return [...new Set(tools)].slice(0, MOST).join(', ')
}

const MOST = 20
const PART = /^[\w.+-]{1,64}$/

function slashed(path: string): string {
  return path.replaceAll('\\', '/')
}
