export interface ByteRange {
  readonly offset: number
  readonly length: number
}

/**
 * What a `Range` header means for an object of `size` bytes, as Azure reads it: cut at the end; beyond the end it cannot
 * be satisfied; a form that it does not know (`bytes=-5`, several ranges) is as none.
 */
export function rangeOf(header: string | undefined, size: number): ByteRange | undefined | 'unsatisfiable' {
  const match = /^bytes=(\d+)-(\d*)$/.exec(header ?? '')
  if (!match) return undefined
  const offset = Number(match[1])
  const last = match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1)
  if (match[2] !== '' && Number(match[2]) < offset) return undefined
  return offset >= size ? 'unsatisfiable' : { offset, length: last - offset + 1 }
}
