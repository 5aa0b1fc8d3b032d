import { AzuriteBlobs } from '../../support/github-service/azurite.ts'
import { describeGithubService } from '../github-service.ts'

describeGithubService('the cache service with blobs in Azurite', () => AzuriteBlobs.start())
