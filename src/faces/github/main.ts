import { compileSparingly } from '../short-lived.ts'
import { restoreStep } from './restore-step.ts'

compileSparingly()
await restoreStep({ hasPost: true })
