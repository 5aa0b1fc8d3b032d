import { compileSparingly } from '../short-lived.ts'
import { saveStep } from './save-step.ts'

compileSparingly()
await saveStep()
