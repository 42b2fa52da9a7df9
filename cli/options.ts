import { type Command, InvalidArgumentError, Option } from 'commander'
import { check } from '../model/check.ts'
import { findingLines } from '../model/finding.ts'
import { type Profile, profiles } from '../model/names.ts'
import { platform } from '../model/platform.ts'
import { defaultSystem, systems } from '../model/systems/index.ts'
import { CliError } from './errors.ts'
import { type Place, placeOf } from './place.ts'

export const systemOption = () =>
  new Option('--system <id>', 'which system')
    .choices(Object.keys(systems))
    .default(defaultSystem)
    .env('CAFE_SYSTEM')

/** Options that every command has. */
export interface Common {
  readonly system: string
  readonly profile: Profile
  readonly json?: true
}

const profileOption = () =>
  new Option('--profile <name>', 'which ports and state folder')
    .choices(profiles)
    .env('CAFE_PROFILE')
    .default('local')

export const jsonOption = () => new Option('--json', 'the result as JSON on stdout')

export const timeScaleOption = () =>
  new Option(
    '--time-scale <n>',
    `AWS's provisioning delays and windows divided by n; 1 is AWS's pace (default: that of the system that is up, else ${platform.defaultTimeScale})`,
  ).argParser(number('--time-scale', 1, platform.maxTimeScale))

/** A parser of numbers within bounds. */
export const number = (name: string, from: number, to: number) => (text: string) => {
  const value = Number(text)
  if (!Number.isFinite(value) || value < from || value > to) {
    throw new InvalidArgumentError(`${name} takes a number from ${from} to ${to}.`)
  }
  return value
}

/** A parser of whole numbers within bounds. */
export const whole = (name: string, from: number, to: number) => (text: string) => {
  const value = number(name, from, to)(text)
  if (!Number.isInteger(value)) throw new InvalidArgumentError(`${name} takes a whole number.`)
  return value
}

/** The place of the options, its model checked: one with findings is an error that lists them all. */
export function checkedPlace(options: Common): Place {
  const place = placeOf(options)
  const findings = check(place.system)
  if (findings.length > 0)
    throw new CliError(`the model of ${place.system.id} has findings:\n${findingLines(findings)}`)
  return place
}

/** Adds `--system`, `--profile` and `--json`, which every command has. */
export const common = (command: Command): Command =>
  command.addOption(systemOption()).addOption(profileOption()).addOption(jsonOption())
