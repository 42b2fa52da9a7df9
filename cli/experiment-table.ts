import { drillsOf } from '../chaos/systems.ts'
import type { System } from '../model/kinds.ts'
import { table } from './output.ts'

interface ExperimentRow {
  readonly experiment: string
  readonly description: string
  /** FIS's own actions, each once. */
  readonly actions: readonly string[]
}

/** One row per experiment of the system. */
export const experimentRows = (system: System): readonly ExperimentRow[] =>
  drillsOf(system.id).experiments.map(({ id, description, actions }) => ({
    experiment: id,
    description,
    actions: [...new Set(Object.values(actions).map(({ actionId }) => actionId))],
  }))

/** The same rows as a Markdown table, for the README. */
export const experimentMarkdown = (system: System): string =>
  [
    '| experiment | what it does | actions of FIS |',
    '|---|---|---|',
    ...experimentRows(system).map(
      (row) => `| ${row.experiment} | ${row.description} | ${row.actions.join(', ')} |`,
    ),
  ].join('\n')

/** The rows for people. */
export const experimentTable = (system: System): string =>
  table(
    ['experiment', 'what it does', 'actions of FIS'],
    experimentRows(system).map((row) => [row.experiment, row.description, row.actions.join(' ')]),
  )
