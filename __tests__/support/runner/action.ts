import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { Place, type Yaml, type YamlMap } from './place.ts'
import { parseSteps, type Step } from './workflow.ts'

/** An action's metadata file, as far as a runner in host mode can honour it. */
export interface Action {
  readonly directory: string
  /** Declared inputs with their defaults as written; one without a default is the empty text. */
  readonly inputs: YamlMap
  readonly runs: JavaScriptRuns | CompositeRuns
}

export interface JavaScriptRuns {
  readonly kind: 'javascript'
  /** Absolute paths. */
  readonly main: string
  readonly post: string | undefined
  readonly postIf: Yaml
}

export interface CompositeRuns {
  readonly kind: 'composite'
  readonly steps: readonly Step[]
  /** Output name to the template of its value. */
  readonly outputs: YamlMap
}

/** Reads `action.yml` or `action.yaml` of a directory. */
export function readAction(directory: string): Action {
  const file = ['action.yml', 'action.yaml'].map((name) => join(directory, name)).find((path) => existsSync(path))
  if (!file) throw new Error(`Can't find 'action.yml' or 'action.yaml' under '${directory}'`)
  const where = new Place(file)
  const root = where.map(parse(readFileSync(file, 'utf8')))
  where.only(root, ['name', 'author', 'description', 'inputs', 'outputs', 'runs', 'branding'])
  const outputs = where.at('outputs').map(root['outputs'])
  return {
    directory,
    inputs: parseInputs(where, root['inputs']),
    runs: parseRuns(where, directory, root['runs'], outputs),
  }
}

function parseInputs(where: Place, value: Yaml): YamlMap {
  const inputs = where.at('inputs').map(value)
  return Object.fromEntries(
    Object.entries(inputs).map(([name, declared]) => {
      const place = where.at(`inputs.${name}`)
      const input = place.map(declared)
      place.only(input, ['description', 'default', 'required', 'deprecationMessage'])
      return [name, input['default'] ?? '']
    }),
  )
}

function parseRuns(where: Place, directory: string, value: Yaml, outputs: YamlMap): Action['runs'] {
  const runs = where.at('runs').map(value)
  const place = where.at('runs')
  if (runs['using'] === 'composite') {
    place.only(runs, ['using', 'steps'])
    return {
      kind: 'composite',
      steps: parseSteps(place.at('steps'), runs['steps'], true),
      outputs: Object.fromEntries(
        Object.entries(outputs).map(([name, output]) => [name, where.at(`outputs.${name}`).map(output)['value']]),
      ),
    }
  }
  if (runs['using'] !== 'node24') throw place.error(`uses ${runs['using']}; this runner has node24 and composite`)
  // `pre` is not run for an action of the workspace, so a workflow that counts on it must not pass here.
  place.only(runs, ['using', 'main', 'post', 'post-if'])
  if (!runs['main']) throw place.error('has no main')
  return {
    kind: 'javascript',
    main: join(directory, String(runs['main'])),
    post: runs['post'] ? join(directory, String(runs['post'])) : undefined,
    postIf: runs['post-if'] ?? 'always()',
  }
}
