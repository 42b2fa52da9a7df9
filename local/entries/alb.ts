import type { Alb, Route } from '../../model/kinds.ts'
import { albName, targetGroupName } from '../../model/names.ts'
import type { Context } from '../types.ts'
import { type EntryParts, type EntryServer, entryOf } from './entry.ts'
import { httpProxy, listening, type Observer } from './http-proxy.ts'
import { Tally } from './tally.ts'
import { TargetGroup } from './target-group.ts'

/** An application load balancer on the port of `ctx.ports.alb` (0 takes a free one). */
export interface LoadBalancer extends EntryServer {
  /** Rules in the order in which they are asked. */
  readonly rules: () => readonly Route[]
  /** Takes the rule of that prefix away; the function given back puts it where it was. Unknown prefixes are errors. */
  readonly deleteRule: (prefix: string) => () => void
}

const NAMESPACE = 'AWS/ApplicationELB'

/** The load balancer of that id, over the copies of the workloads that its routes name. */
export function alb(ctx: Context, id: string, parts: EntryParts): LoadBalancer {
  const entry = entryOf(ctx.system, id, 'alb')
  let rules: readonly Route[] = entry.routes
  const groups = new Map(
    entry.routes.map((route) => [
      route.targetGroup,
      new TargetGroup(
        route.targetGroup,
        () => parts.copies(route.to),
        ({ zone }) => parts.shifts.isOut(id, zone),
      ),
    ]),
  )
  const { observe, publish } = albMetrics(ctx, id, entry, groups)
  const app = httpProxy({
    route(url) {
      const rule = rules.find(({ prefix }) => matches(url, prefix))
      return rule ? { group: groups.get(rule.targetGroup)!, path: rest(url, rule.strip) } : null
    },
    idleTimeoutSeconds: entry.idleTimeoutSeconds,
    traffic: parts.traffic,
    observe,
  })
  return {
    ...listening(app, () => ctx.ports.alb, publish),
    rules: () => rules,
    deleteRule(prefix) {
      const rule = rules.find((it) => it.prefix === prefix)
      if (!rule)
        throw new Error(`${id} has no rule '${prefix}': it has ${rules.map((it) => it.prefix).join(', ')}`)
      rules = rules.filter((it) => it !== rule)
      return () => {
        rules = entry.routes.filter((it) => it === rule || rules.includes(it))
      }
    },
  }
}

/** `/api/orders` matches itself, what is below, and both with a query; not `/api/orders-old`. */
const matches = (url: string, prefix: string): boolean =>
  url.startsWith(prefix) && ['', '/', '?'].includes(url.charAt(prefix.length))

const rest = (url: string, strip: string): string => {
  const path = url.slice(strip.length)
  return path.startsWith('/') ? path : `/${path}`
}

function albMetrics(ctx: Context, id: string, { routes }: Alb, groups: ReadonlyMap<string, TargetGroup>) {
  const whole = { LoadBalancer: albName(ctx.system, id) }
  const dimensions = (group: string) => ({ ...whole, TargetGroup: targetGroupName(group) })
  const total = new Tally()
  const tallies = new Map(routes.map((route) => [route.targetGroup, new Tally()]))
  const both = (group: TargetGroup | null, note: (tally: Tally) => void) => {
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
      total.count('HTTPCode_ELB_5XX_Count')
      total.count(`HTTPCode_ELB_${status}_Count`)
      if (connecting) both(group, (it) => it.count('TargetConnectionErrorCount'))
    },
  }
  const putting = (to: Record<string, string>) => (name: string, value: number, unit: string) =>
    ctx.metrics.put(NAMESPACE, name, to, value, unit)
  const publish = () => {
    total.publish(putting(whole), 'TargetResponseTime')
    for (const [name, group] of groups) {
      const put = putting(dimensions(name))
      tallies.get(name)!.publish(put, 'TargetResponseTime')
      put('HealthyHostCount', group.healthy.length, 'Count')
      put('UnHealthyHostCount', group.unhealthy.length, 'Count')
    }
  }
  return { observe, publish }
}
