import type { Finding } from '../finding.ts'
import type { Entry, System } from '../kinds.ts'

/** Ids that name nothing, uses twice, shares that do not add up. */
export function checkReferences(system: System): readonly Finding[] {
  return [...uses(system), ...entries(system), ...journeys(system), ...loads(system)]
}

const known = (record: object): string => Object.keys(record).join(', ')

function uses(system: System): Finding[] {
  return Object.entries(system.workloads).flatMap(([id, workload]) => {
    const where = `workloads.${id}.uses`
    const ids = workload.uses.map((use) => use.id)
    const twice = ids.filter((it, index) => ids.indexOf(it) !== index)
    return [
      ...ids
        .filter((it) => !system.resources[it] && !system.workloads[it])
        .map((it) => ({
          where,
          what: `'${it}' is neither a resource nor a workload`,
          mend: `take one of ${known(system.resources)}, ${known(system.workloads)}`,
        })),
      ...twice.map((it) => ({
        where,
        what: `'${it}' stands twice`,
        mend: 'join the two with access readwrite',
      })),
    ]
  })
}

const targetsOf = (entry: Entry): readonly string[] => {
  if (entry.kind === 'alb') return entry.routes.map((route) => route.to)
  return entry.kind === 'lattice' ? entry.services : [entry.to]
}

function entries(system: System): Finding[] {
  return Object.entries(system.entries).flatMap(([id, entry]) =>
    targetsOf(entry)
      .filter((to) => !system.workloads[to] && !system.entries[to])
      .map((to) => ({
        where: `entries.${id}`,
        what: `leads to '${to}', which does not exist`,
        mend: `take one of ${known(system.workloads)}, ${known(system.entries)}`,
      })),
  )
}

function journeys(system: System): Finding[] {
  const sum = Object.values(system.journeys).reduce((total, it) => total + it.weight, 0)
  if (sum === 100) return []
  return [{ where: 'journeys', what: `the weights add up to ${sum}`, mend: 'make them 100 percent' }]
}

function loads(system: System): Finding[] {
  return Object.entries(system.loads).flatMap(([id, load]) =>
    load.journeys
      .filter((it) => !system.journeys[it])
      .map((it) => ({
        where: `loads.${id}`,
        what: `names the journey '${it}', which does not exist`,
        mend: `take one of ${known(system.journeys)}`,
      })),
  )
}
