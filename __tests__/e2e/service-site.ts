import { GithubService } from '../support/github-service/index.ts'
import { ownRunner, Site } from './site.ts'
import { githubStore } from './stores.ts'

/** A site whose jobs have GitHub's cache service and no other store, with that service. */
export class ServiceSite extends Site implements AsyncDisposable {
  readonly service: GithubService

  static async open(): Promise<ServiceSite> {
    return new ServiceSite(await new GithubService().start())
  }

  private constructor(service: GithubService) {
    super(ownRunner, () => githubStore(service))
    this.service = service
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this[Symbol.dispose]()
    await this.service.close()
  }
}
