import { postStep } from './save-step.ts'

await postStep()
