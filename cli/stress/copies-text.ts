import { table } from '../output.ts'
import type { CopyRun } from './copies.ts'
import type { Stressed } from './scenario.ts'

/** What came of a run, as `--json` shows it. */
export interface CopiesResult {
  readonly workload: string
  readonly title: string
  readonly target_percent: number
  /** Mean of the copies' means; null where no copy lived to its end. */
  readonly mean_percent: number | null
  readonly off_by_points: number | null
  readonly copies: readonly {
    readonly copy: string
    readonly seconds: number
    readonly mean_percent: number
    readonly off_by_points: number
    readonly progress: Readonly<Record<string, number>>
    /** Null where it went well. */
    readonly problem: string | null
  }[]
}

export function copiesResult({ id, stress }: Stressed, runs: readonly CopyRun[]): CopiesResult {
  const ended = runs.filter((it) => !it.lost)
  const target = runs[0]?.state.target_percent ?? stress.cpuPercent
  const mean =
    ended.length > 0 ? ended.reduce((sum, it) => sum + it.state.mean_percent, 0) / ended.length : null
  return {
    workload: id,
    title: stress.title,
    target_percent: target,
    mean_percent: mean === null ? null : rounded(mean),
    off_by_points: mean === null ? null : rounded(mean - target),
    copies: runs.map(({ copy, state, lost }) => ({
      copy,
      seconds: state.elapsed_seconds,
      mean_percent: state.mean_percent,
      off_by_points: rounded(state.mean_percent - state.target_percent),
      progress: state.progress,
      problem: lost ? 'the copy ended before its run did' : state.error,
    })),
  }
}

/** The result as a table. */
export function copiesText(result: CopiesResult, { stress }: Stressed): string {
  const rows = result.copies.map((it) => [
    it.copy,
    `${result.target_percent} %`,
    `${it.mean_percent.toFixed(1)} %`,
    signed(it.off_by_points),
    `${it.seconds.toFixed(1)} s`,
    workText(it.progress, stress.unit),
    it.problem ?? '',
  ])
  const all =
    result.mean_percent === null || result.off_by_points === null
      ? 'no copy lived to the end of its run'
      : `mean of the copies ${result.mean_percent.toFixed(1)} %, off by ${signed(result.off_by_points)} points`
  return `${table(['copy', 'target', 'mean', 'off by', 'time', 'work done', ''], rows)}\n\n${result.title}: ${all}`
}

/** How the runs stand, in one line. */
export function progressText(runs: readonly CopyRun[], { stress }: Stressed): string {
  const [first] = runs
  if (!first) return ''
  const { elapsed_seconds, seconds, target_percent } = first.state
  const each = runs.map(
    ({ copy, state, lost }) =>
      `${copy.slice(-8)} ${lost ? 'gone' : `${state.measured_percent.toFixed(0)} %`}`,
  )
  const work = workText(sum(runs.map((it) => it.state.progress)), stress.unit)
  return `${elapsed_seconds.toFixed(0)} of ${seconds} s, target ${target_percent} %: ${each.join(', ')}; ${work}`
}

const rounded = (value: number) => Math.round(value * 10) / 10
const signed = (points: number) => `${points >= 0 ? '+' : ''}${points.toFixed(1)}`

function workText({ units, passes, threads: _, ...others }: Readonly<Record<string, number>>, unit: string) {
  if (units !== undefined) return `${count(units)} ${unit} (${count(passes ?? 0)} passes)`
  return Object.entries(others)
    .map(([name, value]) => `${count(value)} ${name.replaceAll('_', ' ')}`)
    .join(', ')
}
const count = (value: number) => Math.round(value).toLocaleString('en-US')

function sum(all: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const total = new Map<string, number>()
  for (const one of all)
    for (const [name, value] of Object.entries(one)) total.set(name, (total.get(name) ?? 0) + value)
  return Object.fromEntries(total)
}
