import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { noCount, type StormCount, type StormParts } from './query-storm.ts'

/** What the storm's thread is started with; it tells its count again and again, and any message calls it off. */
export interface StormThread {
  readonly where: StormParts['where']
  readonly queries: number
  /** After so many it cancels what has not ended. */
  readonly seconds: number
}

/** A storm in a thread of its own. */
export function stormThread(entry: URL, it: StormThread, signal: AbortSignal) {
  let count = noCount()
  return {
    count: (): StormCount => count,
    /** Resolves when it has ended; rejects with what broke it. */
    async run(): Promise<void> {
      const worker = new Worker(entry, { workerData: it })
      worker.on('message', (now: StormCount) => {
        count = now
      })
      const callOff = () => worker.postMessage('call off')
      signal.addEventListener('abort', callOff, { once: true })
      // an error of the thread rejects it
      await once(worker, 'exit').finally(() => signal.removeEventListener('abort', callOff))
    },
  }
}
