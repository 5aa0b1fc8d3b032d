import { cpSync, existsSync, rmSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startService, SWITCHES } from './github/service.ts'
import { step } from './github/step.ts'
import { timed } from './run.ts'
import { root } from './program.ts'
const dists = process.argv[2].split(',')
const rounds = Number(process.argv[3])
const perf = process.argv[4]
const base = '/dev/shm/gh'
const src = join(base, 'source')
if (!existsSync(join(src, 'node_modules'))) { mkdirSync(src,{recursive:true}); cpSync('/root/.cache/warmstart-bench/f2f612a0ad93de33/node_modules', join(src, 'node_modules'), { recursive: true, verbatimSymlinks: true, preserveTimestamps: true }) }
const service = await startService(SWITCHES)
const site = { directory: base, timeFile: join(base, 'time') }
const contestants = dists.map((dist, i) => { const d = join(base, `action${i}`); rmSync(d,{recursive:true,force:true}); for (const f of ['save','restore']) cpSync(join(root,f), join(d,f), {recursive:true}); cpSync(dist, join(d,'dist'), {recursive:true}); return { directory: d } })
const ok = () => true
const fresh = (...p: string[]) => { for (const x of p) rmSync(x,{recursive:true,force:true}) }
fresh(join(base,'home-s'))
const sv: Record<string, number[]> = {}; const out: Record<string, number[][]> = {}
const saveRounds = Number(process.argv[5] ?? 1)
for (let r = 0; r < saveRounds; r++) for (const [i, c] of contestants.entries()) {
  const home = join(base,'home-s'); fresh(home)
  const s = step({ service, workspace: src, home, repository: `octo/s${r === 0 && i === 0 ? 0 : `${r}-${i}`}` }, c, 'save', { path: 'node_modules', key: 'k' }, ok)
  const t: any = await timed(site, s); (sv[dists[i]] ??= []).push(t.seconds); if (r===0&&i===0) console.log('save', t.seconds.toFixed(2), t.cpuSeconds.toFixed(2))
}
for (let r = 0; r < rounds; r++) for (const i of (r % 2 ? [...dists.keys()].reverse() : [...dists.keys()])) {
  const home = join(base,'home-r'), ws = join(base,'ws'); fresh(home, ws)
  const s = step({ service, workspace: ws, home, repository: 'octo/s0' }, contestants[i], 'restore', { path: 'node_modules', key: 'k' }, ok)
  const one = perf && r === rounds-1 ? { ...s, command: ['perf','record','-F','999','-g','-o','/tmp/perf.data', s.command[0], '--perf-basic-prof', ...s.command.slice(1)] } : s
  const t: any = await timed(site, one as any)
  ;(out[dists[i]] ??= []).push([t.seconds, t.cpuSeconds, t.peakBytes/2**20])
}
const med = (x: number[]) => x.toSorted((a,b)=>a-b)[x.length>>1]
for (const d of dists) { console.log(d, 'save', sv[d].map(x=>x.toFixed(2)).join(' '), 'restore', out[d].map(x=>x[0].toFixed(2)).join(' '), 'med', med(out[d].map(x=>x[0])).toFixed(2), 'cpu', med(out[d].map(x=>x[1])).toFixed(2), 'mem', Math.max(...out[d].map(x=>x[2])).toFixed(0)) }
service.close()
