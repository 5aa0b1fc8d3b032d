import { saveStep } from './save-step.ts'

await saveStep()
