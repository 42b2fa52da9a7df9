import { entryTraits } from '../entry-traits.ts'
import type { Finding } from '../finding.ts'
import type { Entry, System } from '../kinds.ts'

/**
 * Findings for references that do not work on AWS: an entry to a workload without a port, a front that leads to a
 * closed entry, a call without an inner entry, a cached path without an age, a login for a store without users, a key
 * for a workload that is not outside, lists for what is no function, and a second one of what AWS allows once.
 */
export function checkWays(system: System): readonly Finding[] {
  return [
    ...ports(system),
    ...fronts(system),
    ...calls(system),
    ...cached(system),
    ...logins(system),
    ...keys(system),
    ...singles(system),
    ...lists(system),
  ]
}

const workloadsOf = (entry: Entry): readonly string[] => {
  if (entry.kind === 'alb') return entry.routes.map((route) => route.to)
  if (entry.kind === 'lattice') return entry.services
  return entry.kind === 'nlb' ? [entry.to] : []
}

function ports({ entries, workloads }: System): readonly Finding[] {
  return Object.entries(entries).flatMap(([id, entry]) =>
    workloadsOf(entry)
      .filter((to) => workloads[to] && !('port' in workloads[to]))
      .filter((to) => entry.kind !== 'alb' || workloads[to]!.kind !== 'function')
      .map((to) => ({
        where: `entries.${id}`,
        what: `leads to '${to}', which has no port`,
        mend: 'lead it to a service or a worker, or an alb to a function',
      })),
  )
}

function lists({ entries, workloads }: System): readonly Finding[] {
  return Object.entries(entries).flatMap(([id, entry]) =>
    (entry.kind === 'alb' ? entry.routes : [])
      .filter((it) => it.multiValueHeaders && workloads[it.to]?.kind !== 'function')
      .map(({ to }) => ({
        where: `entries.${id}`,
        what: `has multiValueHeaders on the route to '${to}', which is no function`,
        mend: 'leave them out: a copy sees each header as it was sent',
      })),
  )
}

/** A CDN or an API calls the entry behind it from the internet, and only in this order. */
function fronts({ entries }: System): readonly Finding[] {
  const open = (id: string, kinds: readonly Entry['kind'][]) => {
    const it = entries[id]
    return it && kinds.includes(it.kind) && (it.kind !== 'alb' || it.scheme === 'internet-facing')
  }
  return Object.entries(entries).flatMap(([id, entry]) => {
    if (entry.kind !== 'cloudfront' && entry.kind !== 'apigateway') return []
    const kinds = entry.kind === 'cloudfront' ? (['apigateway', 'alb'] as const) : (['alb'] as const)
    if (open(entry.to, kinds)) return []
    const what = `leads to '${entry.to}', which is no ${kinds.join(' or ')} that faces the internet`
    return [{ where: `entries.${id}`, what, mend: `name one, or let it face the internet` }]
  })
}

function calls({ entries, workloads }: System): readonly Finding[] {
  const inner = Object.values(entries).filter(({ kind }) => entryTraits[kind].isInner)
  const reached = new Set(inner.flatMap(workloadsOf))
  return Object.entries(workloads).flatMap(([id, { uses }]) =>
    uses
      .filter((use) => workloads[use.id] && workloads[use.id]!.on !== 'outside' && !reached.has(use.id))
      .map((use) => ({
        where: `workloads.${id}.uses`,
        what: `calls '${use.id}', to which no entry leads from inside`,
        mend: 'add it to the services of a lattice, or give it an nlb',
      })),
  )
}

function cached({ entries, resources }: System): readonly Finding[] {
  const routes = Object.values(entries).flatMap((it) => (it.kind === 'alb' ? it.routes : []))
  const ages = Object.values(resources).flatMap((it) => (it.kind === 'elasticache' ? [it.ttlSeconds] : []))
  const hasAge = (path: string) => {
    const route = routes.find(({ prefix }) => path.startsWith(`${prefix}/`))
    return route !== undefined && ages.some((it) => it[route.to] !== undefined)
  }
  return Object.entries(entries).flatMap(([id, entry]) =>
    (entry.kind === 'cloudfront' ? entry.cached : [])
      .filter((path) => !hasAge(path))
      .map((path) => ({
        where: `entries.${id}.cached`,
        what: `nothing says how long '${path}' is kept`,
        mend: 'give its service an age in the ttlSeconds of an elasticache, or do not cache it',
      })),
  )
}

function logins({ resources }: System): readonly Finding[] {
  return Object.entries(resources).flatMap(([id, it]) => {
    const of = it.kind === 'secret' ? resources[it.of] : undefined
    if (it.kind !== 'secret' || of?.kind === 'aurora' || of?.kind === 'documentdb') return []
    const mend = 'name an aurora or a documentdb'
    return [{ where: `resources.${id}`, what: `is of '${it.of}', which has no users`, mend }]
  })
}

const keys = ({ resources, workloads }: System): readonly Finding[] =>
  Object.entries(resources).flatMap(([id, it]) => {
    if (it.kind !== 'parameter' || workloads[it.of]?.on === 'outside') return []
    const what = `is of '${it.of}', which is not outside`
    return [{ where: `resources.${id}`, what, mend: 'name a provider' }]
  })

function singles({ entries }: System): readonly Finding[] {
  const all = Object.entries(entries)
  return all.flatMap(([id, { kind }]) => {
    const first = all.find(([, it]) => it.kind === kind)![0]
    const why = entryTraits[kind].single
    const mend = `leave '${first}' alone, with what this one leads to`
    return why && first !== id
      ? [{ where: `entries.${id}`, what: `is a second ${kind}, and ${why}`, mend }]
      : []
  })
}
