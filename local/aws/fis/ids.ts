import { randomInt } from 'node:crypto'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const LENGTH = 15

/** An id in FIS's form: `EXT` for templates, `EXP` for experiments, then letters and digits. */
export const newId = (prefix: 'EXT' | 'EXP'): string =>
  prefix + Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('')
