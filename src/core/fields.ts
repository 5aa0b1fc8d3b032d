import { isLane, type Lane } from './lane.ts'
import { FormatError } from './ports/errors.ts'
import type { Millis } from './ports/store.ts'
import { isUlid } from './ulid.ts'

/** Strict readers for what was stored as JSON: the value, of the right type, or `FormatError`. */
export type Fields = Readonly<Record<string, unknown>>

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const TEXTS_MAX = 1_000_000
const HEX_256 = /^[0-9a-f]{64}$/

export function toJson(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value))
}

export function fromJson(bytes: Uint8Array, what: string): unknown {
  try {
    return JSON.parse(UTF8.decode(bytes))
  } catch {
    throw new FormatError(`${what}: not JSON`)
  }
}

export function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new FormatError(`${what}: not an object`)
  return value as Fields
}

export function listOf(value: unknown, what: string, most: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length > most) throw new FormatError(`${what}: not a list of at most ${most}`)
  return value
}

export function textOf(value: unknown, what: string): string {
  if (typeof value !== 'string') throw new FormatError(`${what}: not a text`)
  return value
}

export function textsOf(value: unknown, what: string): readonly string[] {
  return listOf(value, what, TEXTS_MAX).map((text) => textOf(text, what))
}

/** A whole number from 0 to `most`. */
export function wholeOf(value: unknown, what: string, most: number = Number.MAX_SAFE_INTEGER): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0 || (value as number) > most) {
    throw new FormatError(`${what}: not a whole number from 0 to ${most}`)
  }
  return value as number
}

/** A time; some clocks have fractions of a millisecond. */
export function millisOf(value: unknown, what: string): Millis {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new FormatError(`${what}: not a time`)
  return value
}

export function ulidOf(value: unknown, what: string): string {
  if (typeof value !== 'string' || !isUlid(value)) throw new FormatError(`${what}: not a ULID`)
  return value
}

export function laneOf(value: unknown, what: string): Lane {
  if (typeof value !== 'string' || !isLane(value)) throw new FormatError(`${what}: not a lane`)
  return value
}

/** 64 lower-case hex digits. */
export function hashOf(value: unknown, what: string): string {
  if (typeof value !== 'string' || !HEX_256.test(value)) throw new FormatError(`${what}: not a SHA-256`)
  return value
}
