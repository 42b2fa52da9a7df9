import {
  DescribeStatementCommand,
  type DescribeStatementResponse,
  ExecuteStatementCommand,
  type ExecuteStatementInput,
  type Field,
  GetStatementResultCommand,
  RedshiftDataClient,
} from '@aws-sdk/client-redshift-data'
import type { Redshift } from '../../../model/kinds.ts'
import { redshiftClusterId } from '../../../model/names.ts'
import { redshift } from '../../engines/redshift.ts'
import { testContext } from '../gateway/fixture.ts'
import { listener } from '../gateway/listener.ts'
import { redshiftData } from './redshift-data.ts'

const ID = 'redshift'
const ENDED = ['FINISHED', 'FAILED', 'ABORTED']

/** A Redshift cluster with its Data API and the official client; `serve` starts the API anew on what is on disk. */
export async function testRedshift() {
  const place = testContext()
  const resource = place.ctx.system.resources[ID] as Redshift
  const engine = redshift(ID, resource, place.ctx)
  const target = { ClusterIdentifier: redshiftClusterId(place.ctx.system, ID), Database: resource.database }
  await engine.start()
  let service: ReturnType<typeof redshiftData>
  let front: ReturnType<typeof listener>
  let client: RedshiftDataClient
  let endpoint = ''

  async function serve() {
    service = redshiftData(place.ctx, engine)
    front = listener((request) => service.handle(request))
    endpoint = `http://127.0.0.1:${await front.start(0)}`
    client = new RedshiftDataClient({
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'analytics', secretAccessKey: 'test' },
      maxAttempts: 1,
    })
  }
  async function leave() {
    await front.stop()
    await service.stop()
  }
  await serve()

  const submit = (Sql: string, more: Partial<ExecuteStatementInput> = {}) =>
    client.send(new ExecuteStatementCommand({ ...(more.SessionId ? {} : target), ...more, Sql }))
  const describe = (Id: string) => client.send(new DescribeStatementCommand({ Id }))
  async function ended(Id: string): Promise<DescribeStatementResponse> {
    for (;;) {
      const it = await describe(Id)
      if (ENDED.includes(it.Status!)) return it
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  const run = async (sql: string, more: Partial<ExecuteStatementInput> = {}) =>
    ended((await submit(sql, more)).Id!)
  const resultOf = (Id: string) => client.send(new GetStatementResultCommand({ Id }))
  return {
    resource,
    target,
    engine,
    client: () => client,
    endpoint: () => endpoint,
    /** What the aws command reads where to go from. */
    awsEnv: () => ({
      ...process.env,
      AWS_ENDPOINT_URL: endpoint,
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'analytics',
      AWS_SECRET_ACCESS_KEY: 'test',
    }),
    submit,
    describe,
    ended,
    run,
    resultOf,
    async rowsOf(sql: string, more: Partial<ExecuteStatementInput> = {}): Promise<Field[][]> {
      const { Id, Status, Error: why } = await run(sql, more)
      if (Status !== 'FINISHED') throw new Error(why)
      return (await resultOf(Id!)).Records!
    },
    again: () => leave().then(serve),
    async stop() {
      await leave()
      await engine.stop()
      place.remove()
    },
  }
}
export type TestRedshift = Awaited<ReturnType<typeof testRedshift>>

/** The error of a promise; null where it has none. */
export const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: Error) => error,
  )
