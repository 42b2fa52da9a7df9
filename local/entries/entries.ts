import { setTimeout as sleep } from 'node:timers/promises'
import type { Entry } from '../../model/kinds.ts'
import { platform } from '../../model/platform.ts'
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

interface Parts {
  readonly runtimes: readonly Runtime[]
  readonly traffic: Traffic
  readonly functions: Pick<LambdaRuntime, 'invoke'>
}

/** All entries of the system that this machine plays. */
export function entries(ctx: Context, { runtimes, traffic, functions }: Parts): Entries {
  const copies = (workload: string) =>
    runtimes.flatMap((it) => it.copies()).filter((copy) => copy.workload === workload)
  const shifts = zonalShifts()
  const parts: EntryParts = { copies, traffic, shifts, invoke: functions.invoke }
  const of = <K extends Entry['kind']>(kind: K) =>
    Object.entries(ctx.system.entries).filter(
      (it): it is [string, Extract<Entry, { kind: K }>] => it[1].kind === kind,
    )
  const albs = new Map(of('alb').map(([id]) => [id, alb(ctx, id, parts)]))
  const named = new Map<string, EntryServer>([
    ...of('nlb').map(([id, entry]): [string, EntryServer] => [entry.to, nlb(ctx, id, parts)]),
    ...of('lattice').flatMap(([id]) => [...lattice(ctx, id, parts).services]),
  ])
  const servers = [...albs.values(), ...named.values()]
  // a function needs no copy before it is called
  const behind = [
    ...named.keys(),
    ...of('alb').flatMap(([, { routes }]) => routes.map((route) => route.to)),
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

function sayPort(error: Error & { code?: string; port?: number }): never {
  if (error.code !== 'EADDRINUSE') throw error
  throw new Error(`port ${error.port} is taken: end the program that listens there, and start again`)
}
