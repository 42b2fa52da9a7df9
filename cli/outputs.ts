import { readFileSync } from 'node:fs'
import { DEPLOYMENT_OUTPUT, type Deployment, deploymentOf } from '../chaos/gameday/deployment.ts'
import type { System } from '../model/kinds.ts'
import { stackName } from '../model/names.ts'
import { CliError, exit } from './errors.ts'

type Json = Readonly<Record<string, unknown>>

/**
 * Reads what the stack of game days told when it was deployed, from a file of all stacks' outputs by stack (as
 * `cdktf output --outputs-file` writes it) or of its own (as `terraform output -json` writes it).
 */
export function deploymentIn(file: string, system: System): Deployment {
  const mend = `deploy first, or name the file with --outputs`
  const read = parsed(file, mend)
  const ofStack = (read[stackName(system, 'gameday')] ?? read) as Json
  const told = ofStack[DEPLOYMENT_OUTPUT] as Json | undefined
  if (!told) throw new CliError(`${file} has no output '${DEPLOYMENT_OUTPUT}': ${mend}`, exit.prerequisite)
  const deployment = checked('value' in told ? told.value : told, file, mend)
  if (deployment.system !== system.id)
    throw new CliError(`${file} is of the system ${deployment.system}, not of ${system.id}: ${mend}`)
  return deployment
}

function checked(told: unknown, file: string, mend: string): Deployment {
  try {
    return deploymentOf(told)
  } catch (error) {
    const why = (error as Error).message
    throw new CliError(`output '${DEPLOYMENT_OUTPUT}' of ${file} is not of this version:\n${why}\n${mend}`)
  }
}

function parsed(file: string, mend: string): Json {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Json
  } catch (error) {
    throw new CliError(
      `the outputs of a deployment cannot be read (${(error as Error).message}): ${mend}`,
      exit.prerequisite,
    )
  }
}
