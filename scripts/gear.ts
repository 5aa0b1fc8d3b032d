// Makes src/core/gear-wasm.ts of src/core/gear.wat. A test compares the two, so run this after a change there.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import wabt from 'wabt'

const source = new URL('../src/core/gear.wat', import.meta.url)
const target = new URL('../src/core/gear-wasm.ts', import.meta.url)

/** The text of `src/core/gear-wasm.ts` as the source builds it. */
export async function buildGear(): Promise<string> {
  const { parseWat } = await wabt()
  const module = parseWat('gear.wat', readFileSync(source, 'utf8'))
  try {
    module.validate()
    const { buffer } = module.toBinary({})
    const base64 =
      Buffer.from(buffer)
        .toString('base64')
        .match(/.{1,100}/g) ?? []
    return [
      '// Built from gear.wat by scripts/gear.ts: do not edit.',
      'export const GEAR_WASM =',
      ...base64.map((line, i) => `  '${line}'${i < base64.length - 1 ? ' +' : ''}`),
      '',
    ].join('\n')
  } finally {
    module.destroy()
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(target, await buildGear())
