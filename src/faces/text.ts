/**
 * One line that a terminal, a log viewer or a CI runner takes as text and as nothing else, whoever wrote the parts:
 * control and direction characters become visible escapes, `::command` at the start and `##[command]` anywhere (what
 * the Actions runner, Azure Pipelines and TeamCity act on) get a backslash that stops them.
 */
export function logSafe(text: string): string {
  return visible(text)
    .replace(/##(\w*)\[/g, '##$1\\[')
    .replace(/^(\s*)::/, '$1\\::')
}

/** A value as one line of JSON that shows nothing but ASCII, whatever a terminal would make of the rest. */
export function jsonSafe(value: unknown): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  return JSON.stringify(value).replace(/[\x7f-\uffff]/g, escaped)
}

/** Text for inside an HTML element of a step summary. Keep it inside HTML: Markdown is left as it is. */
export function htmlSafe(text: string): string {
  const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
  return visible(text).replace(/[&<>"']/g, (character) => escapes[character] as string)
}

/** `1,234`. */
export function count(number: number): string {
  // Not `toLocaleString`: loading its tables takes longer than looking a version up.
  return `${Math.round(number)}`.replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** `1,234 files`, `1 file`. */
export function counted(number: number, noun: string, plural = `${noun}s`): string {
  return `${count(number)} ${number === 1 ? noun : plural}`
}

/** `512 B`, `1.5 MiB`: units of 1024. */
export function bytes(number: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']
  let unit = 0
  let value = number
  // 1023.96 would print as 1024.0 of the smaller unit.
  while (value >= 1023.95 && unit < units.length - 1) {
    value /= 1024
    unit++
  }
  return `${unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`
}

/** `0.42 s`, `12.3 s`, `3 min 05 s`. */
export function duration(millis: number): string {
  const seconds = Math.max(0, millis) / 1000
  if (seconds < 9.995) return `${seconds.toFixed(2)} s`
  if (seconds < 99.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`
}

/** Bytes a second as `95.2 MiB/s`; `undefined` for times too short to say. */
export function rate(number: number, millis: number): string | undefined {
  return millis < 1 ? undefined : `${bytes((number * 1000) / millis)}/s`
}

// C0 and C1 controls, line and paragraph separators, zero-width and direction characters.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must become visible
const INVISIBLE = /[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

function visible(text: string): string {
  return text.toWellFormed().replace(INVISIBLE, (character) => {
    const code = character.charCodeAt(0)
    if (character === '\n') return '\\n'
    if (character === '\r') return '\\r'
    if (character === '\t') return '\\t'
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
  })
}
