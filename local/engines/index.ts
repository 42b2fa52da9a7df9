import { statfs } from 'node:fs/promises'
import type { Resource } from '../../model/kinds.ts'
import { platform } from '../../model/platform.ts'
import { type Projection, project } from '../../model/projection.ts'
import type { AuroraEngine, Context, EmulatorEngine, Engine, RebootableEngine } from '../types.ts'
import { aurora } from './aurora.ts'
import { documentdb } from './documentdb.ts'
import { elasticache } from './elasticache.ts'
import { memorydb } from './memorydb.ts'
import { ministack } from './ministack.ts'
import { redshift } from './redshift.ts'

/** All engines of a system. */
export interface Engines {
  readonly all: readonly Engine[]
  /** MiniStack, which several resources share and which the AWS endpoint stands before. */
  readonly emulator: EmulatorEngine
  /** The engine of a resource of the model; throws for an id that the model does not have. */
  of(resource: string): Engine
  /** The Aurora cluster of that id; throws where it is another kind. */
  aurora(resource: string): AuroraEngine
  /** The engine of a resource that can be rebooted; throws where it is of another kind. */
  rebootable(resource: string): RebootableEngine
  /** Starts all of them at once; one that cannot start ends the others and is the error. */
  start(): Promise<void>
  stop(): Promise<void>
}

interface Workshop {
  readonly ctx: Context
  readonly emulator: EmulatorEngine
}
const emulated = (_id: string, _it: Resource, { emulator }: Workshop): Engine => emulator

const engineOf: Projection<Resource, Workshop, Engine> = {
  aurora: (id, it, { ctx }) => aurora(id, it, ctx),
  documentdb: (id, it, { ctx }) => documentdb(id, it, ctx),
  elasticache: (id, it, { ctx }) => elasticache(id, it, ctx),
  memorydb: (id, it, { ctx }) => memorydb(id, it, ctx),
  redshift: (id, it, { ctx }) => redshift(id, it, ctx),
  dynamodb: emulated,
  kinesis: emulated,
  sqs: emulated,
  sns: emulated,
  secret: emulated,
  parameter: emulated,
}

/** The engines that a system's resources need. */
export function engines(ctx: Context): Engines {
  const emulator = ministack(ctx)
  const resources = Object.entries(ctx.system.resources)
  const byResource = new Map(resources.map(([id, it]) => [id, project(engineOf, id, it, { ctx, emulator })]))
  const all = [...new Set([emulator, ...byResource.values()])]
  const of = (resource: string): Engine => {
    const found = byResource.get(resource)
    if (found) return found
    throw new Error(
      `${ctx.system.id} has no resource '${resource}'; it has ${[...byResource.keys()].join(', ')}`,
    )
  }
  const stop = async () => {
    await Promise.all(all.map((engine) => engine.stop()))
  }
  return {
    all,
    emulator,
    of,
    aurora: (resource) => auroraIn(of(resource)),
    rebootable: (resource) => rebootableIn(of(resource)),
    start: () => start(ctx, all, stop),
    stop,
  }
}

async function start(ctx: Context, all: readonly Engine[], stop: () => Promise<void>): Promise<void> {
  await needRoom(ctx.state)
  const results = await Promise.allSettled(all.map((engine) => engine.start()))
  const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : []))
  if (errors.length === 0) return
  await stop()
  throw errors.length === 1
    ? errors[0]
    : new AggregateError(errors, errors.map((e) => e.message).join('\n\n'))
}

async function needRoom(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  const free = Math.floor((bavail * bsize) / 2 ** 20)
  if (free >= platform.leastFreeMiB) return
  throw new Error(
    `the disk of ${folder} has ${free} MiB left; engines need ${platform.leastFreeMiB}: free some room and start again`,
  )
}

function auroraIn(engine: Engine): AuroraEngine {
  if ('failover' in engine) return engine as AuroraEngine
  throw new Error(`'${engine.id}' is not an Aurora cluster`)
}

function rebootableIn(engine: Engine): RebootableEngine {
  if ('reboot' in engine && !('failover' in engine)) return engine as RebootableEngine
  throw new Error(`'${engine.id}' cannot be rebooted as a whole`)
}
