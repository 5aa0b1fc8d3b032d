import { SERVICES } from '../../support/servers/services.ts'
import { describeFaults } from './faults.ts'

describeFaults('faults before Azurite', SERVICES.azure, { method: /PUT/, url: /comp=blocklist/ })
