import { type Command, InvalidArgumentError, Option } from 'commander'
import { check, findingLines } from '../model/check.ts'
import type { System } from '../model/kinds.ts'
import { platform } from '../model/platform.ts'
import { systemOf, systems } from '../model/systems/index.ts'
import { CliError } from './errors.ts'

export const systemOption = () =>
  new Option('--system <id>', 'which system').choices(Object.keys(systems)).default('cloudcafe')

export const jsonOption = () => new Option('--json', 'the result as JSON on stdout')

export const timeScaleOption = () =>
  new Option('--time-scale <n>', "AWS's provisioning delays and windows divided by n; 1 is AWS's pace")
    .argParser(number('--time-scale', 1, platform.maxTimeScale))
    .default(platform.defaultTimeScale)

/** A parser of numbers within bounds. */
export const number = (name: string, from: number, to: number) => (text: string) => {
  const value = Number(text)
  if (!Number.isFinite(value) || value < from || value > to) {
    throw new InvalidArgumentError(`${name} takes a number from ${from} to ${to}.`)
  }
  return value
}

/** The system of `--system`, checked: a model with findings is an error that lists them all. */
export function checkedSystem(id: string): System {
  const system = systemOf(id)
  const findings = check(system)
  if (findings.length > 0) throw new CliError(`the model of ${id} has findings:\n${findingLines(findings)}`)
  return system
}

/** Adds `--system` and `--json`, which every command has. */
export const common = (command: Command): Command => command.addOption(systemOption()).addOption(jsonOption())
