const SECOND = 1_000_000_000n
const MILLISECOND = 1_000_000n

const double = new Float64Array(1)
const bits = new BigUint64Array(double.buffer)

/**
 * What `futimes` and `lutimes` must be given so that the file gets the time `ns`, or the nearest one before it that
 * Node can express. Node takes seconds as a double, and libuv cuts that to nanoseconds: today the result is up to
 * 240 ns early, never late, so an order of times is never turned round. Times before 1970 only work as a `Date`
 * (a negative number means "now" to Node) and are cut to milliseconds.
 */
export function stampOf(ns: bigint): number | Date {
  if (ns < 0n) return new Date(Number((ns - (MILLISECOND - 1n)) / MILLISECOND))
  const seconds = Number(ns / SECOND)
  const rest = Number(ns % SECOND)
  double[0] = seconds + rest / 1e9
  while (isLater(double[0], seconds, rest)) bits[0] = (bits[0] as bigint) - 1n
  return double[0]
}

/** Repeats what libuv does with the double. */
function isLater(stamp: number, seconds: number, rest: number): boolean {
  const whole = Math.trunc(stamp)
  return whole > seconds || (whole === seconds && Math.trunc((stamp - whole) * 1e9) > rest)
}
