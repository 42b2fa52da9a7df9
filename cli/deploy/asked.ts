import { execa } from 'execa'
import type { Candidate } from './deployment.ts'

/** Asks AWS with its command, in the deployment's region; what fails is told by the exit code. */
export const asked = ({ system }: Pick<Candidate, 'system'>, args: readonly string[]) =>
  // version 1 of the command does not know AWS_REGION
  execa('aws', [...args, '--region', system.region, '--output', 'text'], { reject: false })
