export type Yaml = string | number | boolean | null | undefined | readonly Yaml[] | { readonly [key: string]: Yaml }
export type YamlMap = { readonly [key: string]: Yaml }

/** Where in a file a value stands: for errors. */
export class Place {
  readonly #name: string

  constructor(name: string) {
    this.#name = name
  }

  at(part: string): Place {
    return new Place(part.startsWith('[') ? this.#name + part : `${this.#name} ${part}`)
  }

  error(text: string): Error {
    return new Error(`${this.#name} ${text}`)
  }

  map(value: Yaml): YamlMap {
    if (value === undefined || value === null) return {}
    if (typeof value !== 'object' || Array.isArray(value)) throw this.error('must be a mapping')
    return value as YamlMap
  }

  list(value: Yaml): readonly Yaml[] {
    if (!Array.isArray(value) || value.length === 0) throw this.error('must be a sequence with something in it')
    return value
  }

  only(map: YamlMap, known: readonly string[]): void {
    for (const key of Object.keys(map)) {
      if (!known.includes(key)) throw this.error(`has the key ${key}, which this runner does not support`)
    }
  }
}
