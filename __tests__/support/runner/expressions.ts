import { data, Evaluator, Lexer, Parser } from '@actions/expressions'
import type { FunctionDefinition } from '@actions/expressions/funcs/info'
import { truthy } from '@actions/expressions/result'

/** What an expression can see: the named contexts of its place, and functions beyond the built-in ones. */
export interface Scope {
  readonly contexts: Readonly<Record<string, unknown>>
  readonly functions?: readonly FunctionDefinition[]
}

/** The parts of `status()` functions; what they answer depends on where they are asked. */
export interface Status {
  success(): boolean
  failure(): boolean
  cancelled(): boolean
}

/** Evaluates a bare expression (no `${{ }}` around it) to a plain value. Throws what the language's parser throws. */
export function evaluate(expression: string, scope: Scope): unknown {
  return toPlain(evaluateData(expression, scope))
}

/**
 * Replaces every `${{ }}` in a text. A text that is one expression and nothing else keeps the expression's type, all
 * others become a string. What is no string comes back as it is.
 */
export function expand(template: unknown, scope: Scope): unknown {
  if (typeof template !== 'string') return template
  const parts = split(template)
  const [only] = parts
  if (parts.length === 1 && only && 'expression' in only) return evaluate(only.expression, scope)
  return parts
    .map((part) => ('text' in part ? part.text : evaluateData(part.expression, scope).coerceString()))
    .join('')
}

/** `expand` for places that are text by nature (environment, inputs, scripts). */
export function expandText(template: unknown, scope: Scope): string {
  if (template === null || template === undefined) return ''
  if (typeof template !== 'string') return toData(template).coerceString()
  return split(template)
    .map((part) => ('text' in part ? part.text : evaluateData(part.expression, scope).coerceString()))
    .join('')
}

/** `expand` for whole values: mappings and sequences too. */
export function expandDeep(template: unknown, scope: Scope): unknown {
  if (Array.isArray(template)) return template.map((item) => expandDeep(item, scope))
  if (typeof template === 'object' && template !== null) {
    return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, expandDeep(value, scope)]))
  }
  return expand(template, scope)
}

/**
 * Decides an `if:`. A condition that asks no status function means `success() && (condition)`, as the service adds it
 * for steps and jobs; `post-if` of an action is taken as written (`bare`).
 */
export function decide(condition: unknown, scope: Scope, how: 'with-success' | 'bare' = 'with-success'): boolean {
  const expression = bareCondition(condition)
  const asked = tokens(expression).some(
    (name, at, all) => /^(always|success|failure|cancelled)$/i.test(name) && all[at + 1] === '(',
  )
  const whole = how === 'bare' || asked ? expression : expression === '' ? 'success()' : `success() && (${expression})`
  return truthy(evaluateData(whole, scope))
}

/** `always() success() failure() cancelled()`. */
export function statusFunctions(status: Status): FunctionDefinition[] {
  return [
    definition('always', 0, 0, () => new data.BooleanData(true)),
    definition('success', 0, 0, () => new data.BooleanData(status.success())),
    definition('failure', 0, 0, () => new data.BooleanData(status.failure())),
    definition('cancelled', 0, 0, () => new data.BooleanData(status.cancelled())),
  ]
}

export function definition(
  name: string,
  minArgs: number,
  maxArgs: number,
  call: (...args: data.ExpressionData[]) => data.ExpressionData,
): FunctionDefinition {
  return { name, minArgs, maxArgs, call }
}

/** A function over strings. */
export function textFunction(name: string, maxArgs: number, call: (args: string[]) => string): FunctionDefinition {
  return definition(name, 1, maxArgs, (...args) => new data.StringData(call(args.map((arg) => arg.coerceString()))))
}

function evaluateData(expression: string, scope: Scope): data.ExpressionData {
  try {
    const { tokens: lexed } = new Lexer(expression).lex()
    const functions = scope.functions ?? []
    const parsed = new Parser(lexed, Object.keys(scope.contexts), [...functions]).parse()
    const contexts = toData(scope.contexts) as data.Dictionary
    return new Evaluator(parsed, contexts, new Map(functions.map((one) => [one.name.toLowerCase(), one]))).evaluate()
  } catch (error) {
    throw new Error(`The expression ${JSON.stringify(expression)} is not valid here: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

function tokens(expression: string): string[] {
  return expression === '' ? [] : new Lexer(expression).lex().tokens.map((token) => token.lexeme)
}

/** An `if:` may be written with or without `${{ }}`; with text around it, it is a string and therefore true. */
function bareCondition(condition: unknown): string {
  if (condition === undefined || condition === null) return ''
  if (typeof condition !== 'string') return String(condition)
  const parts = split(condition.trim())
  const [only] = parts
  if (parts.length === 1 && only) return ('text' in only ? only.text : only.expression).trim()
  const format = parts.map((part, at) => ('text' in part ? part.text.replace(/[{}]/g, '$&$&') : `{${at}}`)).join('')
  const values = parts.map((part) => ('text' in part ? "''" : part.expression))
  return `format('${format.replaceAll("'", "''")}', ${values.join(', ')})`
}

type Part = { readonly text: string } | { readonly expression: string }

/** Cuts a template at its `${{ }}`; a `}}` inside a string literal of an expression ends nothing. */
function split(template: string): Part[] {
  const parts: Part[] = []
  let at = 0
  while (at < template.length) {
    const start = template.indexOf('${{', at)
    if (start < 0) break
    if (start > at) parts.push({ text: template.slice(at, start) })
    const end = closing(template, start + 3)
    parts.push({ expression: template.slice(start + 3, end).trim() })
    at = end + 2
  }
  if (at < template.length || parts.length === 0) parts.push({ text: template.slice(at) })
  return parts
}

function closing(template: string, from: number): number {
  let quoted = false
  for (let at = from; at < template.length; at++) {
    if (template[at] === "'") quoted = !quoted
    else if (!quoted && template.startsWith('}}', at)) return at
  }
  throw new Error(`An expression is not closed: ${template.slice(from - 3)}`)
}

function toData(value: unknown): data.ExpressionData {
  if (value === undefined) return new data.Null()
  return JSON.parse(JSON.stringify(value), data.reviver) as data.ExpressionData
}

function toPlain(value: data.ExpressionData): unknown {
  switch (value.kind) {
    case data.Kind.Null:
      return null
    case data.Kind.Boolean:
    case data.Kind.String:
      return (value as data.BooleanData | data.StringData).value
    case data.Kind.Number:
      return value.number()
    case data.Kind.Array:
      return (value as data.Array).values().map(toPlain)
    default:
      return Object.fromEntries((value as data.Dictionary).pairs().map((pair) => [pair.key, toPlain(pair.value)]))
  }
}
