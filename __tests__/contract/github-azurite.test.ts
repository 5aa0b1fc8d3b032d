import { describe } from 'vitest'
import { azuriteMain } from '../../scripts/azurite.ts'
import { AzuriteBlobs } from '../support/github-service/azurite.ts'
import { describeGithubService } from './github-service.ts'

describe.skipIf(!azuriteMain())('needs Azurite: node scripts/node24.mjs scripts/azurite.ts', () => {
  describeGithubService('the cache service with blobs in Azurite', () => AzuriteBlobs.start())
})
