import { parentPort, workerData } from 'node:worker_threads'
import { RedshiftDataClient } from '@aws-sdk/client-redshift-data'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { noCount, queryStorm } from './query-storm.ts'
import type { StormThread } from './storm-thread.ts'

/** What the thread of the Query Storm starts at: its work on the results would hold up the worker's health checks. */
const parent = parentPort
if (!parent) throw new Error('this file is what the storm’s thread starts at; it is not run by itself')

const TELL_MS = 250
const { where, queries, seconds } = workerData as StormThread
const client = new RedshiftDataClient({ requestHandler: new NodeHttpHandler({ requestTimeout: 10_000 }) })
const count = noCount()
const calledOff = new AbortController()
parent.once('message', () => calledOff.abort()).unref()
const telling = setInterval(() => parent.postMessage(count), TELL_MS)

const signal = AbortSignal.any([calledOff.signal, AbortSignal.timeout(seconds * 1000)])
await queryStorm({ client, where, queries, signal, count }).finally(() => {
  clearInterval(telling)
  parent.postMessage(count)
  client.destroy()
})
