// Readers for the few formats that hold credentials. They find a value, they do not check a file: what a tool would
// still read must be found in a file that is not quite well-formed.

/** Would a tool take this as the credential itself? Not a reference to a variable, not what stands in an example. */
export function isReal(text: string | undefined): boolean {
  const value = unquoted(text ?? '')
  return value.length >= SHORTEST && !REFERENCE.test(value) && !PLACEHOLDER.test(value)
}

/** As `isReal`, and it looks random: what somebody would call a token and not a word. */
export function isTokenLike(text: string): boolean {
  const value = unquoted(text)
  return isReal(value) && value.length >= 16 && /\d/.test(value) && /[a-z]/i.test(value) && /^[\w+/=.~:-]+$/.test(value)
}

/** Does the expression (global, one group) capture a real value anywhere? */
export function captures(text: string, expression: RegExp): boolean {
  return [...text.matchAll(expression)].some(([, value]) => isReal(value))
}

/** Is one of the keys set to a real value? For lines `key = value`, `key: value`, `"key": "value"`. */
export function hasSetting(text: string, key: RegExp): boolean {
  for (const line of text.split(/\r?\n/)) {
    const [, name = '', value = ''] =
      /^\s*(?:-\s+)?(?:export\s+)?["']?([^\s"'=:#;][^\s"'=:]*)["']?\s*[=:]\s*(.*)$/.exec(line) ?? []
    if (key.test(name) && isReal(withoutComment(value))) return true
  }
  return false
}

/** `name = "value"` wherever it stands in a line, as in the inline tables of TOML, in HCL and JSON. */
export function hasInlineSetting(text: string, names: string): boolean {
  return captures(text, new RegExp(`\\b(?:${names})"?\\s*[=:]\\s*"([^"]*)"`, 'g'))
}

/** The settings of a file of `NAME=value` lines. */
export function settingsOf(text: string): { readonly name: string; readonly value: string }[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, name, value] = /^\s*(?:export\s+)?([\w.]+)\s*[=:]\s*(.*)$/.exec(line) ?? []
    return name === undefined || value === undefined ? [] : [{ name, value: withoutComment(value) }]
  })
}

/** Is there, anywhere in JSON, a property with such a name and a real text? Of something that is no JSON: no. */
export function hasProperty(text: string, name: RegExp): boolean {
  return propertyOf(jsonOf(text), name)
}

/** As `hasProperty`, inside the properties of the outermost object that are called so. */
export function hasPropertyUnder(text: string, outer: RegExp, name: RegExp): boolean {
  const value = jsonOf(text)
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, inner]) => outer.test(key) && propertyOf(inner, name))
}

/** A URL with a user's password in it. */
export function hasUrlPassword(text: string): boolean {
  return captures(text, /:\/\/[^\s/:@"']*:([^\s/@"']+)@/g)
}

/** A private key with its body, in PEM (also inside JSON) or as PuTTY writes it. */
export function hasPrivateKey(text: string): boolean {
  return PRIVATE_KEY.test(text) || (text.startsWith('PuTTY-User-Key-File-') && text.includes('\nPrivate-Lines:'))
}

/** The template that Maven brings has its examples in comments. */
export function withoutXmlComments(text: string): string {
  const [before = '', ...parts] = text.split('<!--')
  return before + parts.map((part) => (part.includes('-->') ? part.slice(part.indexOf('-->') + 3) : '')).join('')
}

const SHORTEST = 4
const REFERENCE = /^\$\{?\w|\$\{|^\$\(|^%\w+%$|^\{\{|^<.*>$/
const PLACEHOLDER =
  /^(?:x+|\*+|\.+|-+|change[-_ ]?(?:me|it)|your[-_ ].*|my[-_]?(?:token|password|secret)|example.*|password|secret|token|dummy|placeholder|redacted|true|false|null|none|undefined|todo|fixme)$/i
const PRIVATE_KEY = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----[\s\S]{0,200}?[A-Za-z0-9+/]{32}/
const DEPTH = 20

function unquoted(text: string): string {
  return text.trim().replace(/^(["'])(.*)\1[,;]?$/, '$2')
}

function withoutComment(value: string): string {
  return value.replace(/\s[#;].*$/, '').replace(/,\s*$/, '')
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return undefined
  }
}

function propertyOf(value: unknown, name: RegExp, depth = 0): boolean {
  if (typeof value !== 'object' || value === null || depth > DEPTH) return false
  return Object.entries(value).some(([key, inner]) =>
    typeof inner === 'string' ? name.test(key) && isReal(inner) : propertyOf(inner, name, depth + 1),
  )
}
