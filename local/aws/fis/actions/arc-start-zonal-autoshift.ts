import Type from 'typebox'
import type { Zone } from '../../../../model/kinds.ts'
import { zoneName } from '../../../../model/names.ts'
import { type ActionRun, action } from '../action.ts'
import { duration, oneOf, optional, text } from '../parameters.ts'
import type { Resource } from '../target-type.ts'
import { MANAGED } from '../targets/zonal-shift-managed-resource.ts'

/** Lets balancers send nothing to a zone for a while; with what is there already they go on. */
export const arcStartZonalAutoshift = action({
  id: 'aws:arc:start-zonal-autoshift',
  description: 'Shift traffic for supported resources away from an Availability Zone.',
  parameters: Type.Object({
    duration: duration('The length of time for which traffic will be shifted (ISO 8601).'),
    availabilityZoneIdentifier: text('The name of the Availability Zone that traffic moves away from.'),
    managedResourceTypes: text('The resource types from which traffic is shifted, separated by commas.'),
    zonalAutoshiftStatus: optional(
      oneOf('The status of the resources to target; none here is ENABLED.', ['ENABLED', 'DISABLED', 'ANY']),
    ),
  }),
  async run(at) {
    const zone = zoneOf(at, at.parameters.availabilityZoneIdentifier)
    const chosen = chosenOf(at, at.parameters)
    const ends: (() => void)[] = []
    await at.inject({
      data: { entries: chosen.map(({ id }) => id), zone },
      apply: () => void ends.push(...chosen.map(({ id }) => at.world.shifts.start(id, zone))),
      undo() {
        for (const end of ends) end()
      },
      clean({ id }) {
        const out = at.world.shifts.isOut(id, zone)
        return { ok: !out, evidence: `the zone ${out ? 'still gets no' : 'gets its'} traffic` }
      },
    })
    await at.hold(at.parameters.duration)
    for (const target of chosen) at.landed(target, landing(at, target, zone))
  },
})

function zoneOf({ cloud: { system } }: ActionRun, name: string): Zone {
  const zone = system.zones.find((it) => zoneName(system, it) === name)
  if (zone) return zone
  const known = system.zones.map((it) => zoneName(system, it)).join(', ')
  throw new Error(`${system.id} is not in ${name}: it is in ${known}`)
}

interface Wanted {
  readonly managedResourceTypes: string
  readonly zonalAutoshiftStatus?: 'ENABLED' | 'DISABLED' | 'ANY'
}

/** Targets of the types asked for; none of the stacks' balancers shifts by itself, so that `ENABLED` means none. */
function chosenOf({ targets, cloud: { system } }: ActionRun, wanted: Wanted): readonly Resource[] {
  const { managedResourceTypes, zonalAutoshiftStatus = 'ENABLED' } = wanted
  const types = managedResourceTypes.split(',')
  const chosen = targets.filter(({ id }) => {
    const kind = system.entries[id]?.kind
    return (kind === 'alb' || kind === 'nlb') && types.includes(MANAGED[kind])
  })
  if (zonalAutoshiftStatus === 'ENABLED' || chosen.length === 0)
    throw new Error(`no target of type ${managedResourceTypes} has zonal autoshift ${zonalAutoshiftStatus}`)
  return chosen
}

/** It landed where the balancer leads to copies in that zone, and to some elsewhere. */
function landing({ world, cloud: { system } }: ActionRun, { id }: Resource, zone: Zone) {
  const entry = system.entries[id]
  const behind =
    entry?.kind === 'alb' ? entry.routes.map(({ to }) => to) : entry?.kind === 'nlb' ? [entry.to] : []
  const copies = Object.values(world.runtimes).flatMap((it) => it.copies())
  const own = new Set(copies.filter((it) => behind.includes(it.workload)).map((it) => it.id))
  const inZone = new Set(copies.filter((it) => own.has(it.id) && it.zone === zone).map((it) => it.id))
  const evidence = `${inZone.size} of ${own.size} targets of ${id} got no traffic`
  return { ok: world.shifts.isOut(id, zone) && inZone.size > 0, evidence }
}
