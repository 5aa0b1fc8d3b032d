import type { Place, Yaml, YamlMap } from './place.ts'

/** What a workflow takes from its caller and gives back: its `on.workflow_call`. */
export interface WorkflowCall {
  readonly inputs: Readonly<Record<string, CallInput>>
  /** Name of a secret to whether it must be given. */
  readonly secrets: Readonly<Record<string, boolean>>
  /** Output name to the template of its value. */
  readonly outputs: YamlMap
}

interface CallInput {
  readonly type: 'string' | 'number' | 'boolean'
  readonly required: boolean
  readonly default: Yaml
}

/** `undefined`: no other workflow may call this one. */
export function parseCall(where: Place, on: Yaml): WorkflowCall | undefined {
  const names = typeof on === 'string' ? [on] : Array.isArray(on) ? on.map(String) : Object.keys(where.map(on))
  if (!names.includes('workflow_call')) return undefined
  const declared = typeof on === 'object' && !Array.isArray(on) ? where.map(on)['workflow_call'] : undefined
  const place = where.at('workflow_call')
  const call = place.map(declared)
  place.only(call, ['inputs', 'outputs', 'secrets'])
  const each = <T>(key: string, known: readonly string[], read: (map: YamlMap, place: Place) => T) =>
    Object.fromEntries(
      Object.entries(place.at(key).map(call[key])).map(([name, value]) => {
        const own = place.at(`${key}.${name}`)
        const map = own.map(value)
        own.only(map, known)
        return [name, read(map, own)]
      }),
    )
  return {
    inputs: each('inputs', ['description', 'required', 'default', 'type'], inputOf),
    secrets: each('secrets', ['description', 'required'], (map) => map['required'] === true),
    outputs: each('outputs', ['description', 'value'], (map) => map['value']),
  }
}

function inputOf(map: YamlMap, place: Place): CallInput {
  const { type } = map
  if (type !== 'string' && type !== 'number' && type !== 'boolean') throw place.error(`has the type ${type}`)
  return { type, required: map['required'] === true, default: map['default'] }
}
