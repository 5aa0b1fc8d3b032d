import { basename, dirname, isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ProtectedPath } from '../core/protected-paths.ts'
import type { Machine } from './environment.ts'

/** What this run itself keeps on the machine. */
interface Own {
  readonly workspace: string
  readonly stateDir: string
  /** Any text with URLs in it. */
  readonly store: string
}

/**
 * The places that no version may fill on this machine: those from which programs start by themselves, those that decide
 * what a later step runs, those that hold far more than a volume, and our own. `docs/security/restore.md` lists them.
 */
export function protectedPathsOf(machine: Machine, own: Own): ProtectedPath[] {
  const { platform, home } = machine
  const windows = platform === 'win32'
  const places = [
    ...roots(windows),
    ...(home === '' ? [] : homeOf(home, windows)),
    whole(dirname(own.workspace), 'the directory that the workspace lies in'),
    ...(windows ? [] : SYSTEM.map((path) => inside(path, 'the system’s own files'))),
    // Memory that anybody may keep files in.
    ...(windows ? [] : [{ ...inside('/dev', 'the system’s own files'), except: ['shm'] }]),
    ...(windows ? [] : SYSTEM_WHOLE.map((path) => whole(path, 'the system’s own files'))),
    ...repository(own.workspace),
    ...runner(machine),
    // GitLab puts the job's file variables there.
    ...(machine.env['GITLAB_CI'] ? [inside(`${own.workspace}.tmp`, 'the runner’s own files')] : []),
    inside(own.stateDir, 'what Warmstart remembers of this machine'),
    ...storesIn(own.store).map((path) => inside(path, 'the store')),
  ]
  return places.map((place) => ({ ...place, path: windows ? place.path.replaceAll('\\', '/') : place.path }))
}

const SYSTEM = [
  '/bin',
  '/boot',
  '/etc',
  '/proc',
  '/run',
  '/sbin',
  '/sys',
  '/usr/bin',
  '/usr/sbin',
  '/var/spool/cron',
  '/System',
  '/Library/LaunchAgents',
  '/Library/LaunchDaemons',
]

/** Packages are installed in them, which some cache. */
const SYSTEM_WHOLE = ['/lib', '/lib32', '/lib64', '/usr', '/usr/lib', '/var']

/** Read by shells, git, ssh and desktops without being asked. */
const IN_HOME = [
  '.ssh',
  '.gnupg',
  '.bash_login',
  '.bash_logout',
  '.bash_profile',
  '.bashrc',
  '.profile',
  '.zlogin',
  '.zlogout',
  '.zprofile',
  '.zshenv',
  '.zshrc',
  '.gitconfig',
  '.config/autostart',
  '.config/fish',
  '.config/git',
  '.config/systemd',
  'Library/LaunchAgents',
]
const IN_WINDOWS_HOME = [
  'Documents/PowerShell',
  'Documents/WindowsPowerShell',
  'AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Startup',
]

/** Of the Actions runner's own directory, where it is installed on a machine of one's own. */
const IN_RUNNER = ['bin', 'externals', '.credentials', '.credentials_rsaparams', '.env', '.path', '.runner']

/** Files by which a step tells the runner what later steps get. */
const COMMAND_FILES = ['GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY']
const COMMANDS = '_runner_file_commands'

function roots(windows: boolean): ProtectedPath[] {
  const what = 'the root of a disk'
  if (!windows) return [whole('/', what)]
  const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(0x41 + i))
  return letters.flatMap((letter) => [
    whole(`${letter}:/`, what),
    inside(`${letter}:/Windows`, 'the system’s own files'),
  ])
}

function homeOf(home: string, windows: boolean): ProtectedPath[] {
  const names = windows ? [...IN_HOME, ...IN_WINDOWS_HOME] : IN_HOME
  const what = 'a place that programs read when they start'
  return [whole(home, 'the home directory'), ...names.map((name) => inside(join(home, name), what))]
}

/** A repository's hooks and settings run programs; objects do not. */
function repository(workspace: string): ProtectedPath[] {
  const git = inside(
    join(workspace, '.git'),
    'the repository’s .git, of which only objects, lfs and annex are mere data',
  )
  return [
    { ...git, except: ['objects', 'lfs', 'annex'] },
    { path: join(workspace, '.github'), reach: 'declared', what: 'the repository’s workflows and actions' },
  ]
}

function runner({ env, home }: Machine): ProtectedPath[] {
  const what = 'the runner’s own files'
  const places: ProtectedPath[] = []
  const given = (name: string) => {
    const path = env[name] ?? ''
    return isAbsolute(path) ? [path] : []
  }
  for (const path of given('RUNNER_TEMP')) places.push(whole(path, what), inside(join(path, COMMANDS), what))
  for (const path of COMMAND_FILES.flatMap(given)) {
    places.push(inside(basename(dirname(path)) === COMMANDS ? dirname(path) : path, what))
  }
  for (const path of given('GITHUB_EVENT_PATH')) places.push(inside(path, what))
  for (const workspace of given('RUNNER_WORKSPACE')) {
    const work = dirname(workspace)
    places.push(inside(join(work, '_actions'), what))
    const root = dirname(work)
    // In a container, and on hosted Windows, there is nothing of the runner's above its work.
    if (root !== home && root !== dirname(root)) places.push(...IN_RUNNER.map((name) => inside(join(root, name), what)))
  }
  return places
}

function storesIn(text: string): string[] {
  return (text.match(/file:\/\/[^\s,;|]+/g) ?? []).flatMap((url) => {
    try {
      const { pathname } = new URL(url)
      return [fileURLToPath(`file://${pathname}`)]
    } catch {
      return []
    }
  })
}

function whole(path: string, what: string): ProtectedPath {
  return { path, reach: 'whole', what }
}

function inside(path: string, what: string): ProtectedPath {
  return { path, reach: 'inside', what }
}
