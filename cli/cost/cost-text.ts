import { table } from '../output.ts'
import type { CostReport, Span } from './report.ts'

type ProfileId = keyof CostReport['profiles']
type Group = keyof CostReport['profiles'][ProfileId]['groups']

/** Rows below it, in every profile, stand in one row together. */
const LEAST_USD = 10

/** The estimate for people: a table for each group, totals beside what the model expects, then what they rest on. */
export function costText(report: CostReport): string {
  const ids = Object.keys(report.profiles) as ProfileId[]
  const groups = Object.keys(report.profiles[ids[0]!].groups) as Group[]
  return [
    `A month on AWS in ${report.region}, US dollars, in the smallest number of copies; prices as of ${report.prices_as_of}`,
    ...groups.map((group) => table([group, 'type', ...ids], groupRows(report, ids, group))),
    table(['total', ...ids, 'expected'], totals(report, ids, groups)),
    table(
      ['assumed for a month', 'value', 'unit', 'why'],
      Object.entries(report.assumptions).map(([id, it]) => [
        id,
        Number(it.value.toPrecision(3)),
        it.unit,
        it.why,
      ]),
    ),
    `Where each price was found, and of what date that is, stands in --json. Found nowhere, and to be held against AWS's pages before you rely on them: ${report.to_be_checked.join(', ')}.`,
  ].join('\n\n')
}

type Row = readonly (string | number)[]

interface CostRow {
  readonly names: readonly string[]
  readonly type: string
  /** By profile. */
  readonly usd: readonly number[]
}

function groupRows(report: CostReport, ids: readonly ProfileId[], group: Group): readonly Row[] {
  const all = merged(rowsOf(report, ids, group)).sort((a, b) => Math.max(...b.usd) - Math.max(...a.usd))
  const large = all.filter(({ usd }) => Math.max(...usd) >= LEAST_USD)
  const small = all.filter((it) => !large.includes(it))
  const others = small.flatMap((it) => it.names).length
  const sums = ids.map((_, at) => small.reduce((sum, { usd }) => sum + usd[at]!, 0))
  return [
    ...large.map(({ names, type, usd }) => [titleOf(names), type, ...usd.map(Math.round)]),
    ...(others > 0 ? [[`${others} others`, '', ...sums.map(Math.round)]] : []),
  ]
}

const titleOf = ([first, ...more]: readonly string[]): string =>
  more.length > 0 ? `${first} and ${more.length} more` : first!

/** A row for each resource of a group, with its dollars in each profile. */
function rowsOf(report: CostReport, ids: readonly ProfileId[], group: Group): readonly CostRow[] {
  const of = (id: ProfileId) => report.profiles[id].resources.filter((it) => it.group === group)
  const resources = new Map(ids.flatMap(of).map((it) => [`${it.type}.${it.name}`, it]))
  return [...resources.values()].map(({ type, name }) => ({
    names: [name],
    type,
    usd: ids.map((id) => of(id).find((it) => it.type === type && it.name === name)?.monthlyUsd ?? 0),
  }))
}

/** Resources of a type that cost the same as one row. */
function merged(rows: readonly CostRow[]): CostRow[] {
  const alike = Map.groupBy(rows, ({ type, usd }) => `${type} ${usd.map((it) => it.toFixed(2))}`)
  return [...alike.values()].map((same) => ({
    names: same.flatMap((it) => it.names),
    type: same[0]!.type,
    usd: same[0]!.usd.map((it) => it * same.length),
  }))
}

const span = ({ from, to }: Span): string => (from === to ? `${from}` : `${from}-${to}`)

function totals(report: CostReport, ids: readonly ProfileId[], groups: readonly Group[]): readonly Row[] {
  const { expected } = report
  const row = (name: string, usd: (id: ProfileId) => number, said: Span | undefined) => [
    name,
    ...ids.map((id) => Math.round(usd(id))),
    said ? span(said) : '',
  ]
  return [
    ...groups.map((group) => row(group, (id) => report.profiles[id].groups[group], expected.groups[group])),
    row('all', (id) => report.profiles[id].monthlyUsd, expected.monthly),
  ]
}
