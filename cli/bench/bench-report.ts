import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { table } from '../output.ts'
import type { Figure, Findings } from './bench-part.ts'
import type { Machine } from './machine.ts'

/** What one part found, and how busy the machine was when it began. */
export interface PartResult extends Findings {
  readonly part: string
  readonly title: string
  readonly loadAverage: readonly number[]
  /** Why nothing could be measured; null where it could. */
  readonly failed: string | null
}
/** A whole run. */
export interface BenchReport {
  readonly command: string
  readonly machine: Machine
  readonly parts: readonly PartResult[]
}

const HEAD = ['figure', 'measured', 'unit', 'aim', 'share of aim', 'of'] as const

/** The report for the terminal. */
export const reportText = (it: BenchReport): string =>
  it.parts
    .map(
      (part) =>
        `${part.title} (load average ${part.loadAverage[0]})\n${part.failed ?? table(HEAD, part.figures.map(cells))}`,
    )
    .join('\n\n')

/** The report as Markdown, machine and command first. */
export const reportMarkdown = (it: BenchReport): string =>
  [
    `# ${it.command}`,
    factsOf(it.machine),
    ...it.parts.map((part) =>
      [
        `## ${part.title}`,
        `Load average when it began: ${part.loadAverage.join(', ')}.`,
        part.failed ?? markdownTable(part.figures),
      ].join('\n\n'),
    ),
    '',
  ].join('\n\n')

const markdownTable = (figures: readonly Figure[]) =>
  [row(HEAD), row(HEAD.map(() => '---')), ...figures.map((figure) => row(cells(figure)))].join('\n')
const row = (it: readonly (string | number)[]) => `| ${it.join(' | ')} |`

const factsOf = (it: Machine): string =>
  [
    `${it.at}, commit ${it.commit}, time scale ${it.timeScale}`,
    `${it.cores} cores (${it.cpu}), ${it.memoryMiB} MiB, ${it.system}, Node ${it.node}`,
    `load average at the start: ${it.loadAverage.join(', ')}`,
  ]
    .map((line) => `- ${line}`)
    .join('\n')

function cells({ name, value, unit, aim, of }: Figure): (string | number)[] {
  const share = aim && value !== null && aim.value > 0 ? `${(value / aim.value).toFixed(2)}×` : ''
  return [name, shown(value), unit, aim ? `${aim.is} ${aim.value}` : '', share, of]
}

/** Three digits that count. */
const shown = (value: number | null): string =>
  value === null ? 'not measured' : Number(value.toPrecision(value < 1000 ? 3 : 4)).toString()

/** Writes `bench.json` and `bench.md` into the folder; gives both paths. */
export function writeReport(it: BenchReport, folder: string): readonly string[] {
  mkdirSync(folder, { recursive: true })
  const files = { 'bench.json': `${JSON.stringify(it, null, 2)}\n`, 'bench.md': reportMarkdown(it) }
  return Object.entries(files).map(([name, text]) => {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
  })
}
