// The job's work: it uses what was installed, for real.
import { transformAsync } from '@babel/core'
import { format } from 'date-fns'
import { capitalize } from 'lodash-es'
import prettier from 'prettier'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import ts from 'typescript'

const source = 'export const   hello=(name?:string)=>"hello "+(name ?? "world")'
const formatted = await prettier.format(source, { parser: 'typescript', semi: false })
const { outputText } = ts.transpileModule(formatted, { compilerOptions: { target: ts.ScriptTarget.ES2022 } })
const { code } = await transformAsync(outputText, { presets: ['@babel/preset-env'], configFile: false, babelrc: false })
const page = renderToStaticMarkup(createElement('p', null, capitalize('rendered'), ' ', format(0, 'yyyy')))
if (!code.includes('hello') || !page.startsWith('<p>Rendered')) throw new Error('The packages do not do their work')
console.log(`prettier ${prettier.version}, typescript ${ts.version}: ${page}`)
