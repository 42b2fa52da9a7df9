import { type Collection, type Document, MongoClient } from 'mongodb'
import type { System } from '../../model/kinds.ts'
import type { Env } from '../env.ts'
import { withCredentials } from './credentials.ts'

/** The collection of a DocumentDB cluster that the model names. */
export interface Documents {
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

/** Opens a cluster by the model's id; once connected, the driver comes back after a loss. */
export function documentdb(env: Env, id = 'documentdb'): Documents {
  const resource = env.system.resources[id]
  if (resource?.kind !== 'documentdb')
    throw new Error(`'${id}' is not a DocumentDB cluster of ${env.system.id}`)
  const client = new MongoClient(withCredentials(env, id, env.of('DOCUMENTDB_URL')), {
    maxPoolSize: connectionsPerCopy(env.system, id, resource.maxConnections),
    serverSelectionTimeoutMS: CONNECT_MS,
    connectTimeoutMS: CONNECT_MS,
    socketTimeoutMS: ANSWER_MS,
    // DocumentDB has no retryable writes
    retryWrites: false,
    appName: env.copyId,
  })
  return {
    collection: <D extends Document>() => client.db(resource.database).collection<D>(resource.collection),
    connect: async () => void (await client.connect()),
    close: () => client.close(),
  }
}
