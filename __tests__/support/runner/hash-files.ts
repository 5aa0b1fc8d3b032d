// A program of its own, as in the runner: patterns are relative to the directory it is started in.
import { hashFiles } from '@actions/glob'

const hash = await hashFiles(process.argv.slice(2).join('\n'), process.cwd(), { followSymbolicLinks: false })
process.stderr.write(hash)
