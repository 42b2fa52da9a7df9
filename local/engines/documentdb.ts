import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { BSON, MongoClient } from 'mongodb'
import { dimensionValue } from '../../model/dimensions.ts'
import type { DocumentDb } from '../../model/kinds.ts'
import { platform } from '../../model/platform.ts'
import { resourceUrl } from '../../model/resource-url.ts'
import type { Context, LimitedEngine } from '../types.ts'
import { venvProgram } from './binaries.ts'
import { holdConnections } from './connections.ts'
import { cpuMeter } from './cpu.ts'
import { endOrphans } from './orphans.ts'
import { accepts, place } from './ports.ts'
import { server } from './server.ts'
import { singleEngine } from './single.ts'

/** A DocumentDB cluster: SecantusDB, with each commit on disk before it is answered. */
export function documentdb(id: string, it: DocumentDb, ctx: Context): LimitedEngine {
  const at = place(id)
  const own = client(() => resourceUrl(it, at.address()))
  const ping = () => own.admin({ ping: 1 })
  const data = join(ctx.state, id)
  const mongo = server(ctx, {
    name: id,
    part: id,
    // the driver asks twice a second at most, a connection can be tried more often
    answers: () => accepts(at.address()).then(ping),
    greeted: () => ({ at: at.address(), greeting: HELLO }),
    launch: () => launchOf(ctx, data, at.address().port, it),
  })
  const cpu = cpuMeter(it.instanceClass)
  const dimensions = { DBClusterIdentifier: dimensionValue(ctx.system, 'DBClusterIdentifier', { of: id }) }
  const measure = async () => {
    const percent = cpu(mongo.pid())
    if (percent !== null) ctx.metrics.put('AWS/DocDB', 'CPUUtilization', dimensions, percent, 'Percent')
    const clients = clientsIn(await own.admin({ currentOp: 1 }))
    ctx.metrics.put('AWS/DocDB', 'DatabaseConnections', dimensions, clients, 'Count')
  }
  return {
    ...singleEngine({ id, place: at, server: mongo, answers: ping, close: own.close, measure }),
    async exhaust() {
      const release = await holdConnections(at.address())
      ctx.say({ part: id, what: 'connections exhausted' })
      return release
    },
  }
}

// SecantusDB refuses connections beyond a number, as DocumentDB does, but its command line has no option for it.
const limited = (connections: number) =>
  `import functools, sys; from secantus import cli; cli.SecantusDBServer = functools.partial(cli.SecantusDBServer, ` +
  `max_connections=${connections}); sys.exit(cli.main())`
/** Connections of the engine's own client: two of the driver's monitor, one for commands, and one that asks whether it hangs. */
const OWN_CONNECTIONS = 4
const CACHE = '32M'

async function launchOf(ctx: Context, data: string, port: number, it: DocumentDb) {
  const command = venvProgram(ctx.root, 'secantusdb', 'bin/python3')
  await mkdir(data, { recursive: true })
  await endOrphans(data, command)
  const options = {
    host: platform.host,
    port,
    'storage-path': join(data, 'data'),
    'cache-size': CACHE,
    'log-level': 'WARNING',
  }
  const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])
  const args = ['-c', limited(it.maxConnections + OWN_CONNECTIONS), ...words, '--sync-on-commit']
  return { command, args, cwd: data, env: { PATH: process.env.PATH ?? '', HOME: data } }
}

const OWN = 'cafe-engine'
const OP_MSG = 2013
const ANSWER_MS = 2_000
const HELLO = message({ hello: 1, client: { application: { name: OWN } }, $db: 'admin' })

/** A command as the wire protocol has it. https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/ */
function message(command: object): Buffer {
  const body = BSON.serialize(command)
  const head = Buffer.alloc(21)
  head.writeInt32LE(head.length + body.length, 0)
  head.writeInt32LE(OP_MSG, 12)
  return Buffer.concat([head, body])
}

/** The engine's own client, opened at the first use and anew after an error. */
function client(url: () => string) {
  let mongo: MongoClient | null = null
  const limits = {
    appName: OWN,
    maxPoolSize: 1,
    serverSelectionTimeoutMS: ANSWER_MS,
    connectTimeoutMS: ANSWER_MS,
    socketTimeoutMS: ANSWER_MS,
  }
  const close = async () => {
    const old = mongo
    mongo = null
    await old?.close()
  }
  return {
    close,
    async admin(command: Record<string, unknown>) {
      try {
        mongo ??= new MongoClient(url(), limits)
        return await mongo.db('admin').command(command)
      } catch (error) {
        // a client that has failed to connect once does not try again
        await close()
        throw error
      }
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
