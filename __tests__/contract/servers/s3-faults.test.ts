import { SERVICES } from '../../support/servers/services.ts'
import { describeFaults } from './faults.ts'

describeFaults('faults before MinIO', SERVICES.s3, { method: /POST/, url: /uploadId=/ })
