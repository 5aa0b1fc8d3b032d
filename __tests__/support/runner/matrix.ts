export type Combination = Readonly<Record<string, unknown>>

/**
 * The jobs of a matrix: the product of its lists, less `exclude`, with `include` added as GitHub documents it: an
 * include extends every combination whose original values it leaves alone, and is a job of its own if there is none.
 */
export function expandMatrix(matrix: unknown): Combination[] {
  if (matrix === undefined || matrix === null) return [{}]
  if (typeof matrix !== 'object' || Array.isArray(matrix)) throw new Error('A matrix must be a mapping')
  const { include, exclude, ...axes } = matrix as Record<string, unknown>
  const product = Object.entries(axes).reduce<Combination[]>(
    (combinations, [name, values]) => {
      if (!Array.isArray(values)) throw new Error(`The matrix axis ${name} must be a sequence`)
      return combinations.flatMap((combination) => values.map((value) => ({ ...combination, [name]: value })))
    },
    Object.keys(axes).length > 0 ? [{}] : [],
  )
  const kept = product.filter((combination) => !listOf(exclude).some((pattern) => matches(combination, pattern)))
  return withIncludes(kept, listOf(include))
}

function withIncludes(original: readonly Combination[], includes: readonly Combination[]): Combination[] {
  const extended = original.map((combination) => ({ combination, all: { ...combination } as Record<string, unknown> }))
  const own: Combination[] = []
  for (const include of includes) {
    const fitting = extended.filter(({ combination }) =>
      Object.entries(include).every(([name, value]) => !(name in combination) || same(combination[name], value)),
    )
    for (const { all } of fitting) Object.assign(all, include)
    if (fitting.length === 0) own.push(include)
  }
  return [...extended.map(({ all }) => all), ...own]
}

function listOf(value: unknown): Combination[] {
  return Array.isArray(value) ? value : []
}

function matches(combination: Combination, pattern: Combination): boolean {
  return Object.entries(pattern).every(([name, value]) => same(combination[name], value))
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
