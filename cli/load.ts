import { join } from 'node:path'
import { Argument, type Command } from 'commander'
import type { LoadResult, RunningLoad } from '../loadtests/generator.ts'
import type { Summary } from '../loadtests/summary.ts'
import { systems } from '../model/systems/index.ts'
import { driving } from './driver.ts'
import { CliError, exit } from './errors.ts'
import { untilInterrupted } from './interrupt.ts'
import { type Common, checkedPlace, common, whole } from './options.ts'
import { progress, result, resultJson, table } from './output.ts'
import { siteOf } from './sites.ts'
import { type Targeted, targeted } from './target.ts'

interface Options extends Common, Targeted {
  readonly seed?: number
}

const SEEDS = 2 ** 31
const loads = Object.values(systems).flatMap((it) => Object.keys(it.loads))
const EVERY_MS = 5000

export function register(command: Command): void {
  targeted(common(command))
    .description('send k6 through the journeys of a load scenario; the system must be up')
    .addArgument(new Argument('<scenario>', 'which load of the model').choices(loads))
    .option('--seed <n>', 'seed of the visitors', whole('--seed', 1, SEEDS))
    .action(async (scenario: string, options: Options) => {
      const place = checkedPlace(options)
      const site = await siteOf(place, options)
      const findings = await site.load.findings(scenario)
      if (findings.length > 0) throw new CliError(findings.join('\n'))
      const folder = join(
        site.state,
        'loads',
        `${new Date().toISOString().replaceAll(/[:.]/g, '-')}-${scenario}`,
      )
      const { verdict, summary } = await driving(place, options.target, `load ${scenario}`, () =>
        untilInterrupted((signal) =>
          toEnd(
            site.load.start(scenario, { folder, ...(options.seed ? { seed: options.seed } : {}) }),
            signal,
          ),
        ),
      )
      if (options.json) resultJson({ verdict, folder, summary })
      else result(`${verdictText[verdict]}\n\n${summaryText(summary)}\n\nrecord  ${folder}`)
      if (verdict !== 'met') process.exitCode = verdict === 'stopped' ? exit.stopped : exit.hypothesisNotMet
    })
}

/** Waits for the load's end, and ends it in good order at the signal. */
async function toEnd(load: RunningLoad, signal: AbortSignal): Promise<LoadResult> {
  const ticking = setInterval(() => tick(load), EVERY_MS)
  signal.addEventListener('abort', load.stop)
  if (signal.aborted) load.stop()
  return load.done.finally(() => clearInterval(ticking))
}

const verdictText = {
  met: 'every threshold was met',
  crossed: 'a threshold was crossed',
  stopped: 'stopped before its end',
} as const

function summaryText({ requests, failedPercent, p95Ms, dropped, thresholds }: Summary): string {
  const rows = thresholds.map((it) => [
    it.metric,
    it.rule,
    it.measured?.toFixed(2) ?? 'nothing sent',
    it.met ? 'met' : 'CROSSED',
  ])
  const head = `${requests} requests, ${failedPercent.toFixed(2)} % failed, p95 ${Math.round(p95Ms)} ms, ${dropped} visitors not started`
  return `${head}\n\n${table(['metric', 'threshold', 'measured', ''], rows)}`
}

function tick(load: RunningLoad): void {
  const requests = load.read()
  const failed = requests.filter((it) => !it.ok).length
  const elapsed = Math.round((Date.now() - load.startedAt) / 1000)
  progress(
    `${elapsed}/${Math.round(load.seconds)} s: ${Math.round((requests.length * 1000) / EVERY_MS)} requests/s, ${failed} failed`,
  )
}
