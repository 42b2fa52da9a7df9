import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { MongoClient } from 'mongodb'
import type { DocumentDb } from '../../model/kinds.ts'
import { dimensionValue, resourceUrl } from '../../model/names.ts'
import { platform } from '../../model/platform.ts'
import type { Context, Engine } from '../types.ts'
import { venvProgram } from './binaries.ts'
import { cpuMeter } from './cpu.ts'
import { endOrphans } from './orphans.ts'
import { place } from './ports.ts'
import { server } from './server.ts'
import { singleEngine } from './single.ts'

/** A DocumentDB cluster: SecantusDB, with each commit on disk before it is answered. */
export function documentdb(id: string, it: DocumentDb, ctx: Context): Engine {
  const at = place(id)
  const own = client(() => resourceUrl(it, at.address()))
  const ping = () => own.admin({ ping: 1 })
  const data = join(ctx.state, id)
  const process = server(ctx, {
    name: id,
    part: id,
    answers: ping,
    launch: () => launchOf(ctx, data, at.address().port, it),
  })
  const cpu = cpuMeter(it.instanceClass)
  const dimensions = { DBClusterIdentifier: dimensionValue(ctx.system, 'DBClusterIdentifier', { of: id }) }
  return singleEngine({
    id,
    place: at,
    server: process,
    answers: ping,
    close: own.close,
    async measure() {
      const percent = cpu(process.pid())
      if (percent !== null) ctx.metrics.put('AWS/DocDB', 'CPUUtilization', dimensions, percent, 'Percent')
      const clients = clientsIn(await own.admin({ currentOp: 1 }))
      ctx.metrics.put('AWS/DocDB', 'DatabaseConnections', dimensions, clients, 'Count')
    },
  })
}

async function launchOf(ctx: Context, data: string, port: number, it: DocumentDb) {
  const command = venvProgram(ctx.root, 'secantusdb', 'bin/secantusd-py')
  await mkdir(data, { recursive: true })
  await endOrphans(data, command)
  const options = {
    host: platform.host,
    port,
    'storage-path': join(data, 'data'),
    'cache-size': '32M',
    'session-max': it.maxConnections,
    'log-level': 'WARNING',
  }
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])
  const env = { PATH: process.env.PATH ?? '', HOME: data, PYTHONUNBUFFERED: '1' }
  return { command, args: [...args, '--sync-on-commit'], cwd: data, env }
}

const OWN = 'cafe-engine'
const ANSWER_MS = 2_000

/** The engine's own client, opened at the first use. */
function client(url: () => string) {
  let mongo: MongoClient | null = null
  const limits = {
    appName: OWN,
    maxPoolSize: 1,
    serverSelectionTimeoutMS: ANSWER_MS,
    connectTimeoutMS: ANSWER_MS,
    socketTimeoutMS: ANSWER_MS,
  }
  return {
    async admin(command: Record<string, unknown>) {
      mongo ??= new MongoClient(url(), limits)
      return mongo.db('admin').command(command)
    },
    async close() {
      const old = mongo
      mongo = null
      await old?.close()
    },
  }
}

interface Operation {
  readonly type: string
  readonly clientMetadata?: { readonly application?: { readonly name: string } }
}
/** Connections of others: `currentOp` lists each connection with the name its driver gave. */
const clientsIn = (answer: { inprog?: Operation[] }): number =>
  (answer.inprog ?? []).filter((it) => it.type === 'op' && it.clientMetadata?.application?.name !== OWN)
    .length
