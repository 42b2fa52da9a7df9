import { setTimeout as sleep } from 'node:timers/promises'
import {
  BatchExecuteStatementCommand,
  DescribeStatementCommand,
  RedshiftDataClient,
} from '@aws-sdk/client-redshift-data'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import type { Env } from '../env.ts'

/** Redshift through its Data API. */
export interface Redshift {
  /** Runs statements as one transaction and waits until it has ended; throws with Redshift's own text. */
  run(statements: readonly string[]): Promise<void>
  readonly close: () => void
}

const LONGEST_MS = 60_000
const FIRST_LOOK_MS = 50
const LAST_LOOK_MS = 1000
const REQUEST_MS = 5000

export function redshift(env: Env, id = 'redshift'): Redshift {
  const name = id.toUpperCase()
  const client = new RedshiftDataClient({
    requestHandler: new NodeHttpHandler({ requestTimeout: REQUEST_MS }),
  })
  const where = { ClusterIdentifier: env.of(`${name}_CLUSTER`), Database: env.of(`${name}_DATABASE`) }

  const ended = async (Id: string): Promise<void> => {
    const until = Date.now() + LONGEST_MS
    for (let pause = FIRST_LOOK_MS; Date.now() < until; pause = Math.min(pause * 2, LAST_LOOK_MS)) {
      await sleep(pause)
      const { Status, Error: why } = await client.send(new DescribeStatementCommand({ Id }))
      if (Status === 'FINISHED') return
      if (Status === 'FAILED' || Status === 'ABORTED')
        throw new Error(`Redshift: ${Status}: ${why ?? 'no reason'}`)
    }
    throw new Error(`Redshift did not end statement ${Id} within ${LONGEST_MS / 1000} s`)
  }
  return {
    async run(Sqls) {
      const { Id } = await client.send(new BatchExecuteStatementCommand({ ...where, Sqls: [...Sqls] }))
      await ended(Id!)
    },
    close: () => client.destroy(),
  }
}

/** A text as a literal of SQL. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`
