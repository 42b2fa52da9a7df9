import type { Stress, System, Workload } from '../../model/kinds.ts'
import { CliError } from '../errors.ts'

/** The stress scenario of a workload. */
export interface Stressed {
  readonly id: string
  readonly workload: Exclude<Workload, { kind: 'provider' }>
  readonly stress: Stress
}

/** Every stress scenario of a system. */
export const stressedOf = (system: System): readonly Stressed[] =>
  Object.entries(system.workloads).flatMap(([id, workload]) =>
    workload.kind !== 'provider' && workload.stress ? [{ id, workload, stress: workload.stress }] : [],
  )

/** The stress scenario of one workload; an error names those that have one. */
export function stressedWorkload(system: System, id: string): Stressed {
  const all = stressedOf(system)
  const found = all.find((it) => it.id === id)
  if (found) return found
  throw new CliError(
    `'${id}' has no stress scenario; those that have: ${all.map((it) => it.id).join(', ')} (the command without a workload lists them)`,
  )
}

/** What a scenario is held against, for people. */
export function targetOf({ stress }: Stressed): string {
  if (stress.p99DurationMs) return `p99 within ${stress.p99DurationMs} ms`
  return `${stress.cpuPercent} % ${stress.resultRows ? 'of Redshift’s CPU' : 'CPU'}`
}
