import { createHash, randomBytes, randomInt } from 'node:crypto'

/** Hexadecimal digits, as in the ids of tasks and instances. */
export const hexId = (digits: number): string =>
  randomBytes(Math.ceil(digits / 2))
    .toString('hex')
    .slice(0, digits)

/** Kubernetes' alphabet for suffixes: no vowels, so that no words come out. */
const LETTERS = 'bcdfghjklmnpqrstvwxz2456789'
export const podSuffix = (): string =>
  Array.from({ length: 5 }, () => LETTERS[randomInt(LETTERS.length)]).join('')

/** Name of the ReplicaSet of one generation of a Deployment. */
export const replicaSet = (deployment: string, generation: number): string =>
  `${deployment}-${createHash('sha1').update(`${deployment} ${generation}`).digest('hex').slice(0, 10)}`
