import { randomUUID } from 'node:crypto'

/** What every request has before its body is read. Header names are lower-case. */
export interface Head {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string | undefined>>
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** The body in pieces that are sent one after the other. */
  readonly body: readonly Uint8Array[]
}

export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return text(status, 'application/json', JSON.stringify(value), headers)
}

/** A Twirp error: the code is Twirp's word, the message the service's own. */
export function twirpError(
  status: number,
  code: string,
  msg: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return json(status, { code, msg }, headers)
}

/** An error as Azure's blob service says it. */
export function blobError(status: number, code: string, message: string, more = ''): Answer {
  const id = randomUUID()
  const xml = `\ufeff<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message}\nRequestId:${id}\nTime:${new Date().toISOString()}</Message>${more}</Error>`
  return text(status, 'application/xml', xml, { 'x-ms-error-code': code, 'x-ms-request-id': id })
}

export function text(
  status: number,
  type: string,
  value: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const body = Buffer.from(value)
  return { status, headers: { 'content-type': type, 'content-length': `${body.length}`, ...headers }, body: [body] }
}

export function bodyBytes(body: readonly Uint8Array[]): number {
  return body.reduce((sum, piece) => sum + piece.length, 0)
}

/** The part of a body in pieces, without a copy. */
export function sliceBody(body: readonly Uint8Array[], offset: number, length: number): Uint8Array[] {
  const parts: Uint8Array[] = []
  let at = 0
  for (const piece of body) {
    const from = Math.max(offset - at, 0)
    const to = Math.min(offset + length - at, piece.length)
    if (from < to) parts.push(piece.subarray(from, to))
    at += piece.length
  }
  return parts
}
