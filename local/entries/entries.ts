import { setTimeout as sleep } from 'node:timers/promises'
import type { Entry } from '../../model/kinds.ts'
import { platform } from '../../model/platform.ts'
import { type Projection, project } from '../../model/projection.ts'
import { isFunction } from '../../model/references.ts'
import type { LambdaRuntime } from '../runtimes/lambda/runtime.ts'
import type { Address, Context, Runtime } from '../types.ts'
import { alb, type LoadBalancer } from './alb.ts'
import type { EntryParts, EntryServer } from './entry.ts'
import { lattice } from './lattice.ts'
import { nlb } from './nlb.ts'
import type { Traffic } from './traffic.ts'
import { type ZonalShifts, zonalShifts } from './zonal-shifts.ts'

/** The hops on the way in and between services. */
export interface Entries {
  /** Listens everywhere; a port that is taken is an error that names it. */
  readonly start: () => Promise<void>
  readonly stop: () => Promise<void>
  /** Resolves when every workload behind an entry has a healthy copy. */
  readonly healthy: () => Promise<void>
  /** Where callers reach a workload by its name. */
  readonly address: (workload: string) => Address
  readonly alb: (id: string) => LoadBalancer
  readonly shifts: ZonalShifts
}

interface EntriesParts {
  readonly runtimes: readonly Runtime[]
  readonly traffic: Traffic
  readonly functions: Pick<LambdaRuntime, 'invoke'>
}

/** All entries of the system that this machine plays. */
export function entries(ctx: Context, { runtimes, traffic, functions }: EntriesParts): Entries {
  const copies = (workload: string) =>
    runtimes.flatMap((it) => it.copies()).filter((copy) => copy.workload === workload)
  const shifts = zonalShifts()
  const parts: EntryParts = { copies, traffic, shifts, invoke: functions.invoke }
  const opened: Opened = { ctx, parts, albs: new Map(), named: new Map() }
  for (const [id, entry] of Object.entries(ctx.system.entries)) project(OPEN, id, entry, opened)
  const { albs, named } = opened
  const servers = [...albs.values(), ...named.values()]
  // a function needs no copy before it is called
  const behind = [
    ...named.keys(),
    ...[...albs.values()].flatMap((it) => it.rules().map(({ route }) => route.to)),
  ].filter((workload) => !isFunction(ctx.system, workload))
  return {
    async start() {
      await Promise.all(servers.map((it) => it.start())).catch(sayPort)
    },
    stop: async () => void (await Promise.all(servers.map((it) => it.stop()))),
    async healthy() {
      while (!behind.every((workload) => copies(workload).some((copy) => copy.healthy))) await sleep(50)
    },
    shifts,
    address(workload) {
      const port = named.get(workload)?.port()
      if (port) return { host: platform.host, port }
      throw new Error(`${ctx.system.id} has no entry that '${workload}' is reached by, or it has not started`)
    },
    alb(id) {
      const found = albs.get(id)
      if (!found) throw new Error(`${ctx.system.id} has no alb '${id}'`)
      return found
    },
  }
}

interface Opened {
  readonly ctx: Context
  readonly parts: EntryParts
  readonly albs: Map<string, LoadBalancer>
  /** By the workload that is called by its name there. */
  readonly named: Map<string, EntryServer>
}

/** What listens for an entry. */
const OPEN: Projection<Entry, Opened, void> = {
  alb: (id, _, { albs, ctx, parts }) => void albs.set(id, alb(ctx, id, parts)),
  nlb: (id, { to }, { named, ctx, parts }) => void named.set(to, nlb(ctx, id, parts)),
  lattice(id, _, { named, ctx, parts }) {
    for (const [workload, server] of lattice(ctx, id, parts).services) named.set(workload, server)
  },
  // clients go to the balancer behind them
  apigateway: () => undefined,
  cloudfront: () => undefined,
}

function sayPort(error: Error & { code?: string; port?: number }): never {
  if (error.code !== 'EADDRINUSE') throw error
  throw new Error(`port ${error.port} is taken: end the program that listens there, and start again`)
}
