import { homedir } from 'node:os'
import * as core from '@actions/core'
import { type Asked, NOTHING_ASKED } from '../asked.ts'
import { encryptionKeyText, type Machine, signingKeyText } from '../environment.ts'
import { lines, parseBoolean } from '../parse.ts'
import { v1Store } from './v1.ts'

export interface Inputs {
  readonly asked: Asked
  /** Inputs of actions/cache that were given and mean nothing, or something else, here. */
  readonly uploadChunkSize: boolean
  readonly saveAlways: boolean
}

/** Reads every input once. One that an action does not declare reads as absent. Throws `UserError`. */
export function readInputs(machine: Machine): Inputs {
  const text = (name: string) => core.getInput(name)
  const list = (name: string) => lines(core.getInput(name))
  const flag = (name: string) => parseBoolean(core.getInput(name), name)
  const saveAlways = flag('save-always')
  return {
    asked: {
      ...NOTHING_ASKED,
      paths: list('path'),
      key: text('key'),
      restoreKeys: list('restore-keys'),
      name: text('name'),
      hashFiles: list('hash-files'),
      crossOs: flag('enableCrossOsArchive'),
      store: text('store') || v1Store(machine),
      environment: text('environment'),
      shareFrom: list('share-from'),
      mode: text('mode'),
      policy: text('policy'),
      saveIf: text('save-if'),
      saveOn: saveAlways ? 'always' : text('save-on'),
      conflict: text('conflict'),
      clean: flag('clean'),
      allowDangerousPaths: flag('allow-dangerous-paths'),
      sizeLimit: text('size-limit'),
      secrets: text('secrets'),
      audit: text('audit'),
      lookupOnly: flag('lookup-only'),
      failOnCacheMiss: flag('fail-on-cache-miss'),
      adopt: flag('adopt'),
      token: readToken(),
      encryptionKey: readEncryptionKey(machine),
      signingKey: readSigningKey(machine),
      verifyKeys: list('verify-keys'),
      requireWriter: list('require-writer'),
      workspace: machine.directory,
    },
    uploadChunkSize: text('upload-chunk-size') !== '',
    saveAlways,
  }
}

/** The input `token`, kept out of every log from now on. */
export function readToken(): string {
  const token = core.getInput('token')
  if (token !== '') core.setSecret(token)
  return token
}

/** The input `encryption-key`, or what stands for it, kept out of every log from now on. */
export function readEncryptionKey(machine: Pick<Machine, 'env'>): string {
  const text = encryptionKeyText(core.getInput('encryption-key'), machine)
  for (const line of lines(text)) core.setSecret(line)
  return text
}

/** The input `signing-key`, or what stands for it, kept out of every log from now on. */
export function readSigningKey(machine: Pick<Machine, 'env'>): string {
  const text = signingKeyText(core.getInput('signing-key'), machine)
  for (const line of lines(text)) core.setSecret(line)
  return text
}

/** The runner's machine; relative paths begin at the workspace. */
export function readMachine(): Machine {
  const { env, platform, arch } = process
  return { env, platform, arch, home: homedir(), directory: env['GITHUB_WORKSPACE'] || process.cwd() }
}

/** As the expression `hashFiles()`: the same package, and like the runner it follows no links to directories. */
export async function hashFiles(patterns: readonly string[], workspace: string): Promise<string> {
  const glob = await import('@actions/glob')
  return glob.hashFiles(patterns.join('\n'), workspace, { followSymbolicLinks: false })
}
