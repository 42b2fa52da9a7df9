import type { System } from '../../model/kinds.ts'
import type { Playbook } from './playbook.ts'

/** Everything that is wrong with a playbook, each with where and how to mend it; empty where nothing is. */
export function playbookFindings(
  playbook: Playbook,
  system: System,
  experiments: readonly string[],
): readonly string[] {
  const findings = [
    ...idFindings(playbook, system, experiments),
    ...kindFindings(playbook, system),
    ...timeFindings(playbook, system),
  ]
  return findings.map((finding) => `playbook '${playbook.id}': ${finding}`)
}

/** An id that the playbook names, of which family, and where. */
type Named = readonly [family: keyof Known, id: string, where: string]
type Known = ReturnType<typeof knownIds>

const knownIds = (playbook: Playbook, system: System, experiments: readonly string[]) => ({
  load: Object.keys(system.loads),
  journey: Object.keys(system.journeys),
  alarm: Object.keys(system.alarms),
  workload: Object.keys(system.workloads),
  resource: Object.keys(system.resources),
  recovery: Object.keys(system.recovery),
  step: Object.values(system.journeys).flatMap((it) => it.steps.map((step) => step.name)),
  experiment: experiments,
  inject: playbook.injects.map((it) => it.id),
})

function idFindings(playbook: Playbook, system: System, experiments: readonly string[]): string[] {
  const known = knownIds(playbook, system, experiments)
  const { mustFire, mustNotFire } = playbook.alarms
  const both = mustFire.filter((it) => mustNotFire.includes(it.alarm))
  return [
    ...namedIds(playbook)
      .filter(([family, id]) => !known[family].includes(id))
      .map(
        ([family, id, where]) => `${where} names ${family} '${id}': known are ${known[family].join(', ')}`,
      ),
    ...known.inject
      .filter((id, i) => known.inject.indexOf(id) < i)
      .map((id) => `injects has '${id}' twice: rename one`),
    ...both.map((it) => `alarm '${it.alarm}' must fire and must not: leave it out of one list`),
  ]
}

function namedIds(playbook: Playbook): Named[] {
  const { mustFire, mustNotFire } = playbook.alarms
  return [
    ['load', playbook.load, 'load'],
    ...playbook.steadyState.map((it): Named => ['journey', it.journey, 'steadyState']),
    ...playbook.injects.map((it): Named => ['experiment', it.experiment, `injects.${it.id}`]),
    ...playbook.injects.flatMap(({ evidence, id }): Named[] => {
      const where = `injects.${id}.evidence`
      // a document is one of the code's own list: the compiler knows it
      if (evidence.kind === 'document') return []
      return evidence.kind === 'writer'
        ? [['resource', evidence.resource, where]]
        : [['workload', evidence.workload, where]]
    }),
    ...mustFire.map((it): Named => ['alarm', it.alarm, 'alarms.mustFire']),
    ...mustFire.map((it): Named => ['inject', it.after, `alarms.mustFire.${it.alarm}.after`]),
    ...mustNotFire.map((it): Named => ['alarm', it, 'alarms.mustNotFire']),
    ...playbook.recovery.map((it): Named => ['recovery', it.target, 'recovery']),
    ...playbook.recovery.map((it): Named => ['inject', it.after, `recovery.${it.target}.after`]),
    ...playbook.recovery.map(({ measure, target }): Named => {
      const where = `recovery.${target}.measure`
      return measure.kind === 'copies' ? ['workload', measure.workload, where] : ['step', measure.step, where]
    }),
  ]
}

/** Evidence and recoveries that could never be seen: nothing of that kind is counted of what they name. */
function kindFindings({ injects, recovery }: Playbook, { workloads, resources }: System): string[] {
  const seen = [
    ...injects.map(({ id, evidence }) => [`injects.${id}.evidence`, evidence] as const),
    ...recovery.map(({ target, measure }) => [`recovery.${target}.measure`, measure] as const),
  ]
  return seen.flatMap(([where, it]) => {
    const resource = it.kind === 'writer' ? resources[it.resource] : undefined
    const workload = 'workload' in it ? workloads[it.workload] : undefined
    if (it.kind === 'writer' && resource && resource.kind !== 'aurora')
      return [`${where}: '${it.resource}' has no writer: name an aurora`]
    if (it.kind === 'invocations' && workload && workload.kind !== 'function')
      return [`${where}: '${it.workload}' is never invoked: name a function`]
    if (it.kind === 'copies' && workload && !('port' in workload))
      return [`${where}: '${it.workload}' has no copies: name a service or a worker`]
    return []
  })
}

function timeFindings(playbook: Playbook, system: System): string[] {
  const stages = system.loads[playbook.load]?.stages ?? []
  const seconds = stages.reduce((sum, stage) => sum + stage.seconds, 0)
  const { baselineSeconds } = playbook
  const early = playbook.injects.filter((it) => it.at < baselineSeconds)
  const late = seconds > 0 ? playbook.injects.filter((it) => it.at >= seconds) : []
  return [
    ...early.map((it) => `inject '${it.id}' at ${it.at} s is within the baseline of ${baselineSeconds} s`),
    ...late.map((it) => `inject '${it.id}' at ${it.at} s comes after the load, which ends at ${seconds} s`),
  ]
}
