import { join } from 'node:path'
import { Argument, type Command } from 'commander'
import { stopSupervisor } from '../local/daemon.ts'
import { platform } from '../model/platform.ts'
import type { BenchPart } from './bench/bench-part.ts'
import { type BenchReport, type PartResult, reportText, writeReport } from './bench/bench-report.ts'
import { load, machineFacts } from './bench/machine.ts'
import { partsOf } from './bench/parts.ts'
import { driving } from './driver.ts'
import { CliError, exit } from './errors.ts'
import { checkedPlace, jsonOption, systemOption } from './options.ts'
import { progress, result, resultJson } from './output.ts'
import type { Place } from './place.ts'

interface Options {
  readonly system: string
  readonly json?: true
}

const timeScale = platform.defaultTimeScale

export function register(command: Command): void {
  command
    .description('measure boot, memory, load, faults, recovery and stress, beside what people run')
    .addArgument(new Argument('[part...]', 'all where none is named'))
    .addOption(systemOption())
    .addOption(jsonOption())
    .action(async (named: readonly string[], options: Options) => {
      const place = checkedPlace({ ...options, profile: 'bench' })
      const chosen = chosenOf(partsOf(place.system), named)
      const folder = join(place.state, 'bench', new Date().toISOString().replaceAll(/[:.]/g, '-'))
      const report = await driving(place, 'local', ['bench', ...named].join(' '), () => {
        endWhenInterrupted(place)
        return measured(place, chosen, folder)
      })
      const files = writeReport(report, folder)
      if (report.parts.some((it) => it.failed)) process.exitCode = 1
      if (options.json) resultJson({ ...report, files })
      else result(`${reportText(report)}\n\n${files.join('\n')}`)
    })
}

function chosenOf(parts: readonly BenchPart[], named: readonly string[]): readonly BenchPart[] {
  const known = parts.map((it) => it.id)
  const unknown = named.filter((it) => !known.includes(it))
  if (unknown.length > 0)
    throw new CliError(`no part ${unknown.map((it) => `'${it}'`).join(', ')}: known are ${known.join(', ')}`)
  return parts.filter((it) => named.length === 0 || named.includes(it.id))
}

/** Ctrl-C, SIGTERM and the end of the terminal leave nothing running either. */
function endWhenInterrupted({ state }: Place): void {
  const end = () => void stopSupervisor(state).finally(() => process.exit(exit.stopped))
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, end)
}

/** Runs the parts one after the other; the system of the benchmark is down at the end, however that comes. */
async function measured(place: Place, chosen: readonly BenchPart[], folder: string): Promise<BenchReport> {
  const machine = await machineFacts(timeScale)
  const results: PartResult[] = []
  try {
    for (const part of chosen) results.push(await resultOf(part, place, folder))
  } finally {
    await stopSupervisor(place.state)
  }
  return { command: ['./cafe bench', ...chosen.map((it) => it.id)].join(' '), machine, parts: results }
}

async function resultOf(part: BenchPart, place: Place, folder: string): Promise<PartResult> {
  const loadAverage = load()
  progress(`${part.title}; load average ${loadAverage.join(', ')}`)
  const say = (text: string) => progress(`${part.id}: ${text}`)
  const about = { part: part.id, title: part.title, loadAverage }
  try {
    const own = join(folder, part.id)
    return { ...about, failed: null, ...(await part.run({ place, timeScale, folder: own, say })) }
  } catch (error) {
    // what the other parts have measured is worth keeping
    const failed = `not measured: ${error instanceof Error ? error.message : String(error)}`
    progress(failed)
    return { ...about, failed, figures: [], measured: null }
  }
}
