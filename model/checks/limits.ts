import type { Finding } from '../check.ts'
import type { Resource, System, Workload } from '../kinds.ts'
import { alarmName, functionName, serviceName } from '../names.ts'

/** AWS's limits on names and figures. */
export function checkLimits(system: System): readonly Finding[] {
  const workloads = Object.entries(system.workloads).flatMap(([id, it]) => workload(system, id, it))
  const resources = Object.entries(system.resources).flatMap(([id, it]) => resource(id, it))
  const entries = Object.entries(system.entries).flatMap(([id, it]) => {
    const groups =
      it.kind === 'alb'
        ? it.routes.map((route) => route.targetGroup)
        : it.kind === 'nlb'
          ? [it.targetGroup]
          : []
    return [
      ...longName(`entries.${id}`, `${system.id}-${id}`, 32),
      ...groups.flatMap((name) => longName(`entries.${id}`, name, 32)),
    ]
  })
  const alarms = Object.keys(system.alarms).flatMap((id) =>
    longName(`alarms.${id}`, alarmName(system, id), 255),
  )
  return [...workloads, ...resources, ...entries, ...alarms]
}

function longName(where: string, name: string, most: number): Finding[] {
  if (name.length <= most) return []
  return [
    {
      where,
      what: `the name '${name}' has ${name.length} characters`,
      mend: `AWS takes ${most}: shorten the id`,
    },
  ]
}

const outside = (where: string, what: string, value: number, from: number, to: number): Finding[] =>
  value >= from && value <= to
    ? []
    : [{ where, what: `${what} is ${value}`, mend: `AWS takes ${from} to ${to}` }]

function workload(system: System, id: string, it: Workload): Finding[] {
  const where = `workloads.${id}`
  if (it.kind === 'function') {
    return [
      ...longName(where, functionName(system, id), 64),
      ...outside(where, 'timeoutSeconds', it.timeoutSeconds, 1, 900),
      ...outside(where, 'memoryMiB', it.memoryMiB, 128, 10_240),
    ]
  }
  if (it.kind === 'provider') return []
  const { min, max } = it.scaling
  const bounds = min > max ? [{ where, what: `min ${min} is over max ${max}`, mend: 'swap them' }] : []
  const target = it.scaling.on === 'cpu' ? outside(where, 'scaling.target', it.scaling.target, 1, 100) : []
  return [
    ...longName(where, serviceName(system, id), 32),
    ...bounds,
    ...target,
    ...outside(where, 'stopTimeoutSeconds', it.stopTimeoutSeconds, 0, 120),
  ]
}

function resource(id: string, it: Resource): Finding[] {
  const where = `resources.${id}`
  if (it.kind === 'sqs') {
    return [
      ...longName(where, it.queue, 80),
      ...outside(where, 'waitSeconds', it.waitSeconds, 0, 20),
      ...outside(where, 'visibilitySeconds', it.visibilitySeconds, 0, 43_200),
      ...outside(where, 'retentionSeconds', it.retentionSeconds, 60, 1_209_600),
    ]
  }
  if (it.kind === 'kinesis')
    return [
      ...longName(where, it.stream, 128),
      ...outside(where, 'retentionHours', it.retentionHours, 24, 8760),
    ]
  if (it.kind === 'dynamodb')
    return it.table.length < 3
      ? [{ where, what: `table '${it.table}' is too short`, mend: 'AWS takes 3 to 255 characters' }]
      : longName(where, it.table, 255)
  return []
}
