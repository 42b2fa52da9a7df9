import type { Access, Entry, System } from '../../model/kinds.ts'
import { type Projection, project } from '../../model/projection.ts'
import { CLIENTS } from './cards.ts'
import type { Edge } from './wire.ts'

const VERBS: Readonly<Record<Access, string>> = {
  read: 'reads',
  write: 'writes',
  readwrite: 'reads and writes',
  call: 'calls',
}

const behind: Projection<Entry, null, readonly string[]> = {
  cloudfront: (_id, it) => [it.to],
  apigateway: (_id, it) => [it.to],
  alb: (_id, it) => it.routes.map((route) => route.to),
  nlb: (_id, it) => [it.to],
  lattice: (_id, it) => it.services,
}

/** Who goes to whom: the way in, what workloads use, and how messages flow. Each pair stands once. */
export function edgesOf(system: System): readonly Edge[] {
  const all = [...wayIn(system), ...uses(system), ...flows(system)]
  const pairs = Map.groupBy(all, ({ from, to }) => [from, to].sort().join(' '))
  return [...pairs.values()].map(([first]) => first!)
}

function wayIn({ entries }: System): readonly Edge[] {
  const onward = Object.entries(entries).flatMap(([from, entry]) =>
    project(behind, from, entry, null).map((to) => ({ from, to, how: 'sends to' })),
  )
  const inner = (id: string) => {
    const entry = entries[id]!
    return entry.kind === 'lattice' || (entry.kind === 'nlb' && entry.scheme === 'internal')
  }
  const first = Object.keys(entries).filter((id) => !inner(id) && !onward.some((edge) => edge.to === id))
  return [...first.map((to) => ({ from: CLIENTS, to, how: 'send requests to' })), ...onward]
}

const uses = ({ workloads }: System): readonly Edge[] =>
  Object.entries(workloads).flatMap(([from, it]) =>
    it.uses.map(({ id, access }) => ({ from, to: id, how: VERBS[access] })),
  )

const flows = (system: System): readonly Edge[] =>
  Object.values(system.flows).map(({ kind, from, to }) => ({
    from,
    to,
    how: kind === 'topic' ? 'fans out to' : 'is worked off by',
  }))
