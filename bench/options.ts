/** What every benchmark can be asked for. */
export const OPTIONS = {
  quick: { type: 'boolean', default: false },
  rounds: { type: 'string' },
  name: { type: 'string' },
} as const

/** Counted rounds: as many as asked for, two of a quick run, else `usual`. */
export function roundsOf(
  { rounds, quick }: { readonly rounds?: string | undefined; readonly quick: boolean },
  usual: number,
): number {
  return Number(rounds ?? (quick ? 2 : usual))
}

export function say(line: string): void {
  console.log(line)
}
