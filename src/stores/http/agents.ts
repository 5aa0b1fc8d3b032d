import type * as http from 'node:http'
import { isIP, type Socket } from 'node:net'
import type { HttpsProxyAgent } from 'https-proxy-agent'
import { readingInPlace } from './reading.ts'

/** Agents that keep connections, one for each way; those of proxies are loaded where there is one. */
export function createAgents(): (scheme: string, proxy: URL | undefined) => Promise<http.Agent> {
  const agents = new Map<string, Promise<http.Agent>>()
  return (scheme, proxy) => {
    const way = `${scheme} ${proxy ?? 'directly'}`
    const agent = agents.get(way) ?? openAgent(scheme, proxy)
    agents.set(way, agent)
    return agent
  }
}

async function openAgent(scheme: string, proxy: URL | undefined): Promise<http.Agent> {
  if (!proxy) {
    const { Agent } = scheme === 'http:' ? await import('node:http') : await import('node:https')
    return readingInPlace(new Agent({ keepAlive: true }))
  }
  if (scheme === 'http:') {
    // No tunnel: many proxies open them to port 443 only.
    const { HttpProxyAgent } = await import('http-proxy-agent')
    return guarded(new HttpProxyAgent(proxy, { keepAlive: true }), proxy)
  }
  const { HttpsProxyAgent } = await import('https-proxy-agent')
  return guarded(new HttpsProxyAgent(proxy, { keepAlive: true }), proxy)
}

/** What both packages have. */
interface ProxyAgent extends http.Agent {
  connectOpts: HttpsProxyAgent<string>['connectOpts']
  connect(request: http.ClientRequest, options: Options): Promise<Socket>
}

/** With the request's signal, which Node does not tell agents by its own name. */
type Options = Parameters<HttpsProxyAgent<string>['connect']>[1] & { readonly until: AbortSignal }

/**
 * Connections that are being opened for a request end with it, and a refused tunnel is an error. By themselves the
 * agents would wait for a silent proxy for ever, and take what it says for the server's answer: a 404 for a miss.
 */
function guarded(agent: ProxyAgent, proxy: URL): http.Agent {
  const connect = agent.connect.bind(agent)
  const name = proxy.hostname.replace(/^\[|\]$/g, '')
  const connectOpts = { ...agent.connectOpts, ...(!isIP(name) && { servername: name }) }
  agent.connect = async (request, options) => {
    const { until } = options
    until.throwIfAborted()
    const opening = new AbortController()
    const end = () => opening.abort(until.reason)
    until.addEventListener('abort', end)
    let refusal: string | undefined
    request.once('proxyConnect', ({ statusCode, statusText }: { statusCode: number; statusText: string }) => {
      if (statusCode !== 200) refusal = `${statusCode} ${statusText}`.trimEnd()
    })
    // Read at once. The connection outlives the request, so it does not get the request's own signal.
    agent.connectOpts = { ...connectOpts, signal: opening.signal }
    try {
      const socket = await connect(request, options)
      if (refusal === undefined) return socket
      socket.destroy()
      throw new Error(`the proxy opened no tunnel: ${refusal}`)
    } finally {
      until.removeEventListener('abort', end)
    }
  }
  return agent
}
