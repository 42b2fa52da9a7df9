import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { free, type Holder, holderOf, take } from '../launcher/lock.mjs'
import { endLoads } from '../loadtests/left-over-loads.ts'
import { CliError, exit } from './errors.ts'
import { progress } from './output.ts'
import { commandOf, type Place } from './place.ts'
import type { Targeted } from './target.ts'

const stateOf = ({ state }: Place, target: Targeted['target']) => (target === 'aws' ? `${state}-aws` : state)
const fileOf = (place: Place, target: Targeted['target']) => `${stateOf(place, target)}.driver.lock`

/** The command of this machine that drives the system now: a game day, a load, stress or a benchmark. */
export const driverOf = (place: Place, target: Targeted['target'] = 'local'): Holder | null =>
  holderOf(fileOf(place, target))

/**
 * Does the work as the only command that drives the system; an error says who does already. `what` is the command
 * without `./cafe`, such as `load smoke`.
 */
export async function driving<T>(
  place: Place,
  target: Targeted['target'],
  what: string,
  work: () => Promise<T>,
): Promise<T> {
  const file = fileOf(place, target)
  mkdirSync(dirname(file), { recursive: true })
  if (!take(file, what)) throw new CliError(refusal(place, driverOf(place, target)), exit.prerequisite)
  try {
    const ended = await endLoads(stateOf(place, target))
    if (ended > 0) progress(`ended the load of a command that died (${ended} k6)`)
    return await work()
  } finally {
    free(file)
  }
}

function refusal(place: Place, driver: Holder | null): string {
  if (!driver) return `another command has just begun to drive ${place.system.id}: run again`
  const { pid, since, what } = driver
  const who = `${commandOf(place, what)} (process ${pid}) since ${since.slice(11, 19)} UTC`
  return `${place.system.id} is driven by ${who}: wait for its end, or end it with: kill -INT ${pid}`
}
