// The service as a process of its own, for benchmarks and for several clients. Prints where it is as one line of JSON
// and runs until it is killed. The first argument may be switches, as JSON.
import process from 'node:process'
import { GithubService } from './index.ts'

const service = await new GithubService().start()
Object.assign(service.switches, JSON.parse(process.argv[2] ?? '{}'))
const { url, resultsUrl, token } = service
console.log(JSON.stringify({ url, resultsUrl, token, env: service.env() }))
