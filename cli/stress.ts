import { Argument, type Command } from 'commander'
import type { System } from '../model/kinds.ts'
import { platform } from '../model/platform.ts'
import { CliError, exit } from './errors.ts'
import { type Common, checkedPlace, common, number } from './options.ts'
import { result, resultJson } from './output.ts'
import { type Place, runningDaemon } from './place.ts'
import { fetchStatus } from './status.ts'

interface Options extends Common {
  readonly stop?: true
  readonly seconds?: number
}

const MOST_SECONDS = 86_400

export function register(command: Command): void {
  common(command)
    .description(
      'tell every copy of a workload to burn CPU with its stress scenario (needs ./cafe up --stress)',
    )
    .addArgument(new Argument('<workload>', 'such as order, inventory, menu, loyalty, analytics'))
    .option(
      '--seconds <n>',
      "seconds here; the document's, divided by the time scale, unless said",
      number('--seconds', 1, MOST_SECONDS),
    )
    .option('--stop', 'stop it')
    .action(async (workload: string, options: Options) => {
      const answers = await tellCopies(checkedPlace(options), workload, options)
      if (options.json) resultJson(answers)
      else result(answers.map((it) => `${it.copy}: ${JSON.stringify(it.answer)}`).join('\n'))
    })
}

async function tellCopies(place: Place, workload: string, { stop, seconds }: Options) {
  const { stressToken } = runningDaemon(place)
  if (!stressToken)
    throw new CliError('stress is off: ./cafe down, then ./cafe up --stress', exit.prerequisite)
  const path = pathOf(place.system, workload)
  const copies = (await fetchStatus(place)).workloads[workload]?.copies ?? []
  const send = async (copy: (typeof copies)[number]) => {
    const response = await fetch(`http://${platform.host}:${copy.stress_port}${path}`, {
      method: stop ? 'DELETE' : 'POST',
      headers: { authorization: `Bearer ${stressToken}`, 'content-type': 'application/json' },
      ...(stop ? {} : { body: JSON.stringify(seconds ? { seconds } : {}) }),
    })
    return { copy: copy.id, answer: (await response.json()) as unknown }
  }
  return Promise.all(copies.filter((copy) => copy.healthy).map(send))
}

function pathOf(system: System, id: string): string {
  const workload = system.workloads[id]
  const stress = workload && 'stress' in workload ? workload.stress : undefined
  if (stress && workload?.kind !== 'function') return stress.path
  const known = Object.entries(system.workloads).filter(([, it]) => 'stress' in it && it.kind !== 'function')
  throw new CliError(
    `'${id}' has no stress scenario here; those that have: ${known.map(([name]) => name).join(', ')}`,
  )
}
