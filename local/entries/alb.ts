import type { Alb, Route } from '../../model/kinds.ts'
import { albName, targetGroupArn, targetGroupName } from '../../model/names.ts'
import { isFunction } from '../../model/references.ts'
import type { Context, Copy } from '../types.ts'
import { type EntryParts, type EntryServer, entryOf } from './entry.ts'
import type { FunctionTarget } from './function-target.ts'
import { httpProxy, listening, type Observer } from './http-proxy.ts'
import { Tally } from './tally.ts'
import { TargetGroup } from './target-group.ts'

/** An application load balancer on the port of `ctx.ports.alb` (0 takes a free one). */
export interface LoadBalancer extends EntryServer {
  /** Rules in the order in which they are asked. */
  readonly rules: () => readonly Rule[]
  /** Gives the rule of a route other paths, with `*` for any text and `?` for any letter. */
  readonly setPaths: (route: Route, paths: readonly string[]) => void
}

/** A route of the model with the paths that lead to it now. */
export interface Rule {
  readonly route: Route
  readonly paths: readonly string[]
}

const NAMESPACE = 'AWS/ApplicationELB'

/** The load balancer of that id, over the copies of the workloads that its routes name. */
export function alb(ctx: Context, id: string, parts: EntryParts): LoadBalancer {
  const entry = entryOf(ctx.system, id, 'alb')
  let rules: readonly Rule[] = entry.routes.map((route) => ({ route, paths: ownPaths(route) }))
  const isOut = ({ zone }: Copy) => parts.shifts.isOut(id, zone)
  const groups = new Map(
    entry.routes.flatMap(({ targetGroup: name, to }) =>
      isFunction(ctx.system, to) ? [] : [[name, new TargetGroup(name, () => parts.copies(to), isOut)]],
    ),
  )
  const functionOf = ({ targetGroup: name, to, multiValueHeaders = false }: Route): FunctionTarget => ({
    name,
    multiValueHeaders,
    arn: targetGroupArn(ctx.system, name),
    invoke: (payload) => parts.invoke(to, payload),
  })
  const { observe, publish } = albMetrics(ctx, id, entry, groups)
  const app = httpProxy({
    route(url) {
      const path = url.split('?')[0]!
      const found = rules.find(({ paths }) => paths.some((pattern) => matches(path, pattern)))?.route
      if (!found) return null
      const group = groups.get(found.targetGroup)
      return group ? { group, path: rest(url, found.strip) } : { group: functionOf(found) }
    },
    idleTimeoutSeconds: entry.idleTimeoutSeconds,
    traffic: parts.traffic,
    observe,
  })
  return {
    ...listening(app, () => ctx.ports.alb, publish),
    rules: () => rules,
    setPaths(route, paths) {
      rules = rules.map((it) => (it.route === route ? { route, paths } : it))
    },
  }
}

/** The paths of a route: `/api/orders` itself and what is below; not `/api/orders-old`. */
export const ownPaths = ({ prefix }: Route): readonly string[] => [prefix, `${prefix}/*`]

const rest = (url: string, strip: string): string => {
  if (!url.startsWith(strip)) return url
  const path = url.slice(strip.length)
  return path.startsWith('/') ? path : `/${path}`
}

/** Whether a path is one of a pattern; letters count as they are written. */
function matches(path: string, pattern: string): boolean {
  const known = PATTERNS.get(pattern) ?? regexOf(pattern)
  PATTERNS.set(pattern, known)
  return known.test(path)
}
const PATTERNS = new Map<string, RegExp>()

function regexOf(pattern: string): RegExp {
  const literal = pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${literal.replaceAll('*', '.*').replaceAll('?', '.')}$`)
}

function albMetrics(ctx: Context, id: string, { routes }: Alb, groups: ReadonlyMap<string, TargetGroup>) {
  const whole = { LoadBalancer: albName(ctx.system, id) }
  const dimensions = (group: string) => ({ ...whole, TargetGroup: targetGroupName(group) })
  const total = new Tally()
  const tallies = new Map(routes.map((route) => [route.targetGroup, new Tally()]))
  const both = (group: Pick<TargetGroup, 'name'> | null, note: (tally: Tally) => void) => {
    note(total)
    const tally = group && tallies.get(group.name)
    if (tally) note(tally)
  }
  const observe: Observer = {
    routed: (group) => both(group, (it) => it.count('RequestCount')),
    answered: (group, status, seconds) =>
      both(group, (it) => {
        it.count(`HTTPCode_Target_${Math.floor(status / 100)}XX_Count`)
        it.time(seconds)
      }),
    failed: (group, status, connecting) => {
      total.count(`HTTPCode_ELB_${Math.floor(status / 100)}XX_Count`)
      // there are metrics of single codes for the server's errors alone
      if (status >= 500) total.count(`HTTPCode_ELB_${status}_Count`)
      if (connecting) both(group, (it) => it.count('TargetConnectionErrorCount'))
    },
  }
  const putting = (to: Record<string, string>) => (name: string, value: number, unit: string) =>
    ctx.metrics.put(NAMESPACE, name, to, value, unit)
  const publish = () => {
    total.publish(putting(whole), 'TargetResponseTime')
    for (const [name, tally] of tallies) tally.publish(putting(dimensions(name)), 'TargetResponseTime')
    // a function has no hosts
    for (const [name, group] of groups) {
      const put = putting(dimensions(name))
      put('HealthyHostCount', group.healthy.length, 'Count')
      put('UnHealthyHostCount', group.unhealthy.length, 'Count')
    }
  }
  return { observe, publish }
}
