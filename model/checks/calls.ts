import type { Finding } from '../finding.ts'
import type { ApiCall, Resource, System, Use } from '../kinds.ts'
import { resourceTraits } from '../resource-traits.ts'

/** Calls that a use cannot make, and uses that make none. */
export const checkCalls = (system: System): readonly Finding[] =>
  Object.entries(system.workloads).flatMap(([id, { uses }]) =>
    uses.flatMap((use) => {
      const kind = system.resources[use.id]?.kind
      if (!kind) return []
      const where = `workloads.${id}.uses`
      const possible = callsOf(kind, use)
      const wrong = (use.calls ?? []).filter((call) => !possible.includes(call))
      const mend = `take some of ${possible.join(', ')}`
      const strange = wrong.map((call) => ({
        where,
        what: `'${use.id}' (${use.access}) has no call ${call}`,
        mend,
      }))
      const silent = resourceTraits[kind].callsAreNamed && !use.calls && !isFed(system, id, use)
      return silent ? [...strange, { where, what: `'${use.id}' is used by no call`, mend }] : strange
    }),
  )

function callsOf(kind: Resource['kind'], { access }: Use): readonly ApiCall[] {
  const { read, write } = resourceTraits[kind].calls
  return [...new Set([...(access === 'write' ? [] : read), ...(access === 'read' ? [] : write)])]
}

/** True for a function that is handed a table's changes and asks the table nothing. */
const isFed = ({ flows }: System, workload: string, { id, access }: Use): boolean =>
  access === 'read' &&
  Object.values(flows).some((it) => it.kind === 'stream' && it.from === id && it.to === workload)
