import { restoreStep } from './restore-step.ts'

await restoreStep({ hasPost: true })
