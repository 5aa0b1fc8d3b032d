import { UserError } from './ports/errors.ts'

/*
 * A namespace names whose volumes they are: `organisation/project`, or `organisation/project/@environment`. No CI lets a
 * project's name have a part that begins with `@`, so an environment is never taken for a project of that name.
 */

/** The namespace of a project's environment; `''` for the environment: of the project itself. Throws `UserError`. */
export function namespaceOf(project: string, environment: string): string {
  checkNamespace(project)
  if (environment === '') return project
  if (environment.length > NAME_LENGTH)
    throw new UserError(`The environment “${environment.slice(0, 40)}…” is longer than ${NAME_LENGTH} characters.`)
  return `${project}/@${environment}`
}

/** The namespace as it was given, if that can be one. Throws `UserError`. */
export function checkNamespace(text: string): string {
  if (text.length > 2 * NAME_LENGTH || text.split('/').includes('')) {
    throw new UserError(`“${text.slice(0, 40)}” is no namespace; one is written acme/web or acme/web/@production.`)
  }
  return text
}

/** What a job lists to read from besides its own namespace, each once. Throws `UserError`. */
export function sharesOf(own: string, asked: readonly string[]): readonly string[] {
  const shares = [...new Set(asked.map(checkNamespace))]
  if (shares.includes(own)) throw new UserError(`share-from names ${own}, which is this job's own namespace.`)
  if (shares.length > MOST) throw new UserError(`share-from names ${shares.length} namespaces; ${MOST} are the most.`)
  return shares
}

/** As long as the name of an environment may be on GitHub. */
const NAME_LENGTH = 255
/** Each is asked for a key by requests of its own. */
const MOST = 10
