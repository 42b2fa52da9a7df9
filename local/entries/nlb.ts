import { nlbName, targetGroupName } from '../../model/names.ts'
import { platform } from '../../model/platform.ts'
import { type Forwarder, forwarder } from '../links/forwarder.ts'
import type { Context } from '../types.ts'
import { type EntryParts, type EntryServer, entryOf } from './entry.ts'
import { TargetGroup } from './target-group.ts'

/** A network load balancer on the port of `ctx.ports.nlb`: each connection goes to one target until it ends. */
export function nlb(ctx: Context, id: string, { copies, traffic, shifts }: EntryParts): EntryServer {
  const entry = entryOf(ctx.system, id, 'nlb')
  const group = new TargetGroup(
    entry.targetGroup,
    () => copies(entry.to),
    ({ zone }) => shifts.isOut(id, zone),
  )
  let open: Forwarder | null = null
  let publishing: NodeJS.Timeout

  const target = () => {
    const copy = group.choose()
    if (!copy) throw new Error(`${entry.targetGroup} has no target`)
    traffic.begin(copy.id)
    return { host: platform.host, port: copy.port, closed: () => traffic.end(copy.id) }
  }
  const publish = () => {
    const whole = { LoadBalancer: nlbName(ctx.system, id) }
    const ofGroup = { ...whole, TargetGroup: targetGroupName(entry.targetGroup) }
    ctx.metrics.put('AWS/NetworkELB', 'ActiveFlowCount', whole, open?.open() ?? 0, 'Count')
    ctx.metrics.put('AWS/NetworkELB', 'HealthyHostCount', ofGroup, group.healthy.length, 'Count')
    ctx.metrics.put('AWS/NetworkELB', 'UnHealthyHostCount', ofGroup, group.unhealthy.length, 'Count')
  }
  return {
    async start() {
      open = await forwarder(target, ctx.ports.nlb)
      publishing = setInterval(publish, 1000)
    },
    async stop() {
      clearInterval(publishing)
      await open?.close()
    },
    port: () => open?.port ?? 0,
  }
}
