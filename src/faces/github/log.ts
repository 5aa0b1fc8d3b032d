import { info, notice, setSecret, warning } from '@actions/core'
import { type Outlet, progressLines } from '../reporter.ts'

/** The step's log: warnings and notices become annotations; progress is a line now and then. */
export const stepLog: Outlet = {
  say: ({ level, text }) => SAY[level](text),
  progress: progressLines((line) => info(line)),
  hide: setSecret,
}

const SAY = { info, notice, warning }
