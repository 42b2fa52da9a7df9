import { type Collection, type Document, MongoClient, type MongoClientOptions } from 'mongodb'
import type { System } from '../../model/kinds.ts'
import type { Env } from '../env.ts'
import type { Logger } from '../log.ts'
import { type Login, loginOf, withLogin } from './credentials.ts'

/** The collection of a DocumentDB cluster that the model names. */
export interface Documents {
  /** As it is now: to be asked for with each use, as a rotation changes the client behind it. */
  readonly collection: <D extends Document>() => Collection<D>
  /** Opens connections; to be called again after it failed, as the driver does not come back from a first failure. */
  readonly connect: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Share of the cluster's connections that workloads may hold. */
const SHARE = 0.7
const CONNECT_MS = 2000
const ANSWER_MS = 3000

/** Connections for each copy, so that all copies at their largest number fit the cluster. */
function connectionsPerCopy(system: System, id: string, most: number): number {
  const users = Object.values(system.workloads).filter((it) => it.uses.some((use) => use.id === id))
  const copies = users.reduce((sum, it) => sum + ('scaling' in it ? it.scaling.max : 1), 0)
  return Math.max(1, Math.floor((most * SHARE) / copies))
}

/** How often the password is compared: its rotation leaves open connections open, and only new ones are refused. */
const COMPARE_MS = 30_000

/**
 * Opens a cluster by the model's id; once connected, the driver comes back after a loss, and where the password has
 * been rotated another client takes the place of the one that knew the old.
 */
export function documentdb(env: Env, log: Logger, id = 'documentdb'): Documents {
  const resource = env.system.resources[id]
  if (resource?.kind !== 'documentdb')
    throw new Error(`'${id}' is not a DocumentDB cluster of ${env.system.id}`)
  const options = {
    maxPoolSize: connectionsPerCopy(env.system, id, resource.maxConnections),
    serverSelectionTimeoutMS: CONNECT_MS,
    connectTimeoutMS: CONNECT_MS,
    socketTimeoutMS: ANSWER_MS,
    // DocumentDB has no retryable writes
    retryWrites: false,
    appName: env.copyId,
  }
  const open = connections(env.of('DOCUMENTDB_URL'), options, loginOf(env, id, log))
  const compare = () =>
    void open.compare().catch((err) => log.warn({ err }, 'the rotated password was not taken up'))
  const comparing = setInterval(compare, COMPARE_MS).unref()
  return {
    collection: <D extends Document>() =>
      open.client().db(resource.database).collection<D>(resource.collection),
    connect: open.connect,
    close: async () => {
      clearInterval(comparing)
      await open.client().close()
    },
  }
}

/** A client with the password of now; `compare` changes it for another where the password has changed since. */
export function connections(url: string, options: MongoClientOptions, login: Login | null) {
  let known: string | undefined
  let client = new MongoClient(url, options)
  const connect = async () => {
    const password = await login?.password()
    const [next, before] = [
      new MongoClient(login ? withLogin(url, login.username, password!) : url, options),
      client,
    ]
    await next.connect().catch(async (err) => {
      await next.close()
      throw err
    })
    client = next
    known = password
    await before.close()
  }
  const compare = async () => {
    if (known !== undefined && (await login?.password()) !== known) await connect()
  }
  return { client: () => client, connect, compare }
}
