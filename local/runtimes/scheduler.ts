import type { LongRunning } from '../../model/kinds.ts'
import type { Context, Runtime } from '../types.ts'
import { asg } from './asg.ts'
import { ecs } from './ecs.ts'
import { eks } from './eks.ts'
import { Fleet } from './fleet.ts'
import type { Member } from './member.ts'
import type { RuntimeParts } from './parts.ts'

const platforms = { ecs, eks, asg }
const TICK_MS = 1000

/** The scheduler of one platform: a fleet for each of its workloads (`asg` has the single EC2 instances too). */
export function runtime(ctx: Context, on: keyof typeof platforms, parts: RuntimeParts): Runtime {
  const platform = platforms[on]
  const fleets = Object.entries(ctx.system.workloads)
    .filter((it): it is [string, LongRunning] => (platform.on as readonly string[]).includes(it[1].on))
    .map(([workload, spec]) => new Fleet({ ctx, platform, parts, workload, spec }))
  parts.capacity.join(() => fleets.reduce((sum, it) => sum + it.size, 0))
  let ticking: NodeJS.Timeout

  const fleetOf = (workload: string): Fleet => {
    const fleet = fleets.find((it) => it.workload === workload)
    if (fleet) return fleet
    throw new Error(`${on} does not run '${workload}': it runs ${fleets.map((it) => it.workload).join(', ')}`)
  }
  const memberOf = (id: string): { fleet: Fleet; member: Member } => {
    for (const fleet of fleets) {
      const member = fleet.find(id)
      if (member) return { fleet, member }
    }
    throw new Error(`${on} has no ${platform.noun} '${id}'`)
  }

  return {
    async start() {
      ticking = setInterval(() => {
        for (const fleet of fleets) fleet.tick(Date.now())
      }, TICK_MS)
      await Promise.all(fleets.map((it) => it.start()))
    },
    async stop() {
      clearInterval(ticking)
      await Promise.all(fleets.map((it) => it.stop()))
    },
    copies: (workload) => (workload ? fleetOf(workload).copies() : fleets.flatMap((it) => it.copies())),
    desired: (workload) => fleetOf(workload).desired,
    setDesired: (workload, copies) => fleetOf(workload).setDesired(copies),
    async stopCopy(id, { replace = true, ...how }) {
      const { fleet, member } = memberOf(id)
      await (replace ? member.end(how) : fleet.park(member, how))
    },
    async startCopy(id) {
      const { member } = memberOf(id)
      if (!member.parked) throw new Error(`${platform.noun} '${id}' is ${member.copy.state}, not stopped`)
      await member.resume()
    },
    attach: (id, pid) => memberOf(id).member.attach(pid),
    roll: (workload) => fleetOf(workload).roll(),
  }
}
