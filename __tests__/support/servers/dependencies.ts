import { createSend } from '../../../src/stores/http/client.ts'
import type { AdapterDependencies } from '../../../src/stores/open.ts'
import { realClock, realRandom } from '../stores/clock.ts'

/** What adapters are opened with in tests: this machine's clock, no identity, nothing in the environment. */
export function adapterDependencies(more: Partial<AdapterDependencies> = {}): AdapterDependencies {
  return {
    clock: realClock,
    random: realRandom,
    events: { emit() {} },
    env: {},
    openSend: createSend,
    identityToken: undefined,
    hide() {},
    ...more,
  }
}
