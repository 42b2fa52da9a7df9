import type { Command } from 'commander'
import { type Kind, support } from '../local/support.ts'
import { check } from '../model/check.ts'
import { findingLines } from '../model/finding.ts'
import type { System } from '../model/kinds.ts'
import { systemOf } from '../model/systems/index.ts'
import { CliError } from './errors.ts'
import { experimentRows, experimentTable } from './experiment-table.ts'
import { common } from './options.ts'
import { result, resultJson, table } from './output.ts'

export function register(command: Command): void {
  common(command)
    .description(
      'what the system is made of, what stands for each kind where, and which experiments there are',
    )
    .action((options: { system: string; json?: true }) => {
      const system = systemOf(options.system)
      const findings = check(system)
      if (options.json) resultJson({ kinds: kindRows(system), experiments: experimentRows(system), findings })
      else result(`${kindTable(system)}\n\n${experimentTable(system)}`)
      if (findings.length > 0) throw new CliError(`findings:\n${findingLines(findings)}`)
    })
}

interface KindRow {
  readonly kind: Kind
  readonly members: readonly string[]
  readonly local: string
}

/** One row per kind: its members in the system and its local projection. */
export function kindRows(system: System): readonly KindRow[] {
  const kinds = membersByKind(system)
  return (Object.keys(support) as Kind[]).map((kind) => {
    const local = support[kind]
    return {
      kind,
      members: kinds.get(kind) ?? [],
      local: typeof local === 'string' ? local : `no: ${local.unsupported}`,
    }
  })
}

function membersByKind(system: System): Map<Kind, string[]> {
  const pairs: [Kind, string][] = [
    ...Object.entries(system.workloads).map(([id, it]): [Kind, string] => [it.on, id]),
    ...Object.entries(system.resources).map(([id, it]): [Kind, string] => [it.kind, id]),
    ...Object.entries(system.entries).map(([id, it]): [Kind, string] => [it.kind, id]),
    ...Object.entries(system.flows).map(([id, it]): [Kind, string] => [`${it.kind} flow`, id]),
  ]
  const kinds = new Map<Kind, string[]>()
  for (const [kind, id] of pairs) kinds.set(kind, [...(kinds.get(kind) ?? []), id])
  return kinds
}

/** The same rows as a Markdown table, for the README. */
export const kindMarkdown = (system: System): string =>
  [
    '| kind | in CloudCafe | on one machine |',
    '|---|---|---|',
    ...kindRows(system).map((row) => `| ${row.kind} | ${row.members.join(', ') || '–'} | ${row.local} |`),
  ].join('\n')

const kindTable = (system: System): string =>
  table(
    ['kind', 'members', 'on one machine'],
    kindRows(system).map((row) => [row.kind, row.members.join(' '), row.local]),
  )
