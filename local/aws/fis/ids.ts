import { createHash, randomBytes } from 'node:crypto'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const LENGTH = 15

/** An id in FIS's form: `EXT` for templates, `EXP` for experiments, then letters and digits. */
export const newId = (prefix: 'EXT' | 'EXP'): string => prefix + lettersOf(randomBytes(LENGTH))

/** The id of a template that stands from the start: of one name the same at every start. */
export const standingId = (name: string): string =>
  `EXT${lettersOf(createHash('sha256').update(name).digest().subarray(0, LENGTH))}`

const lettersOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]).join('')
