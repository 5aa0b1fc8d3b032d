import { UserError } from '../../core/ports/errors.ts'
import type { ManagedStore } from '../../core/ports/store.ts'
import type { AdapterDependencies } from '../open.ts'

export async function openAzure(url: string, _dependencies: AdapterDependencies): Promise<ManagedStore> {
  throw new UserError(`The store ${url} is not built yet.`)
}
