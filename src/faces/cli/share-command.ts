import { checkNamespace } from '../../core/namespace.ts'
import { UserError } from '../../core/ports/errors.ts'
import { readers, share, unshare } from '../../volume/shares.ts'
import type { Session } from './session.ts'
import { withStore } from './store-commands.ts'

/** Lets another namespace read what is trusted in this one, takes that back, or lists who may. */
export function shareCommand(reader: string | undefined, session: Session): Promise<number> {
  return withStore(session, async ({ context, setting, print }) => {
    const { namespace, access } = setting
    if (context.heads.versionsTravel)
      throw new UserError(
        `${context.store.name} shows each repository its own entries only; sharing needs another store.`,
      )
    if (reader === undefined) {
      if (session.options.remove) throw new UserError('Say which namespace is to be removed.')
      const all = await readers(context, namespace)
      for (const one of all) print(one)
      return { status: 0, result: { command: 'share', namespace, readers: all } }
    }
    if (checkNamespace(reader) === namespace) throw new UserError(`${namespace} reads itself; name another namespace.`)
    if (access.writes !== 'trusted')
      throw new UserError(
        `Only who writes the lane trusted of ${namespace} may share it (${access.why}); outside CI, add --lane trusted.`,
      )
    const isShared = !session.options.remove
    const was = isShared ? await share(context, namespace, reader) : await unshare(context, namespace, reader)
    if (isShared) print(`${reader} may read what is trusted in ${namespace}.`)
    else print(`${reader} ${was ? 'may no longer' : 'could not'} read what is trusted in ${namespace}.`)
    return { status: 0, result: { command: 'share', namespace, reader, shared: isShared } }
  })
}
