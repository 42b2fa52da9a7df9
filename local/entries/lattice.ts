import { serviceName } from '../../model/names.ts'
import type { Context } from '../types.ts'
import { type EntryParts, type EntryServer, entryOf } from './entry.ts'
import { httpProxy, listening, type Observer } from './http-proxy.ts'
import { Tally } from './tally.ts'
import { TargetGroup } from './target-group.ts'

/** Seconds that VPC Lattice waits for an answer. https://docs.aws.amazon.com/vpc-lattice/latest/ug/quotas.html */
const TIMEOUT_SECONDS = 60

/** The services of a service network, by the name of their workload. */
export interface ServiceNetwork {
  readonly services: ReadonlyMap<string, EntryServer>
}

/** A VPC Lattice service network: each service has an address of its own, on a free port, over its healthy copies. */
export function lattice(ctx: Context, id: string, parts: EntryParts): ServiceNetwork {
  const { services } = entryOf(ctx.system, id, 'lattice')
  return { services: new Map(services.map((workload) => [workload, service(ctx, workload, parts)])) }
}

function service(ctx: Context, workload: string, { copies, traffic }: EntryParts): EntryServer {
  const group = new TargetGroup(workload, () => copies(workload))
  const dimensions = { Service: serviceName(ctx.system, workload) }
  const tally = new Tally()
  const answered = (status: number) => {
    tally.count('TotalRequestCount')
    tally.count(`HTTPCode_${Math.floor(status / 100)}XX_Count`)
  }
  const observe: Observer = {
    routed: () => {},
    answered(_, status, seconds) {
      answered(status)
      tally.time(seconds)
    },
    failed: (_, status) => answered(status),
  }
  const publish = () =>
    tally.publish(
      (name, value, unit) => ctx.metrics.put('AWS/VpcLattice', name, dimensions, value, unit),
      'RequestTime',
    )
  const app = httpProxy({
    route: (path) => ({ group, path }),
    idleTimeoutSeconds: TIMEOUT_SECONDS,
    traffic,
    observe,
  })
  return listening(app, () => 0, publish)
}
