import type { BytePath } from './bytes.ts'

/** Characters that HFS+ leaves out of account in a name. */
const IGNORED = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g

/**
 * Two names that fold to one are one name to a file system of the platform; on Linux every name stands for itself.
 * macOS and Windows do not tell case, macOS not composed characters from decomposed ones, and APFS not `ß` from `ss`.
 * Where their rules differ, this folds what either does: rather too much than too little.
 */
export function foldName(name: BytePath, platform: NodeJS.Platform): string {
  if (platform !== 'darwin' && platform !== 'win32') return name
  const text = Buffer.from(name, 'latin1').toString().replace(IGNORED, '').normalize('NFC')
  return text.toLowerCase().toUpperCase().normalize('NFC')
}
