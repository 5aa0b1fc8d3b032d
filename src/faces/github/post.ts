import { compileSparingly } from '../short-lived.ts'
import { postStep } from './save-step.ts'

compileSparingly()
await postStep()
