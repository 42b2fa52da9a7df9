import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { FisClient } from '@aws-sdk/client-fis'
import { KinesisClient } from '@aws-sdk/client-kinesis'
import { RedshiftDataClient } from '@aws-sdk/client-redshift-data'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import type { System } from '../../model/kinds.ts'
import { systemOf } from '../../model/systems/index.ts'
import { type Aurora, auroraOf } from './aurora.ts'

/** Where the system under test is: addresses only, so that a game day runs here and on AWS alike. */
export interface Site {
  /** Id in `model/systems`. */
  readonly system: string
  /** On this machine; then load goes to 127.0.0.1 only. */
  readonly local: boolean
  /** Seconds of AWS in one second here; 1 on AWS. */
  readonly timeScale: number
  readonly region: string
  /** The one AWS endpoint of this machine; null for AWS's own. */
  readonly awsEndpoint: string | null
  /** Null where the SDK's own chain finds them. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | null
  readonly albUrl: string
  readonly auroraWriterUrl: string
  /** The payment provider's record of all charges, as NDJSON. */
  readonly paymentsLedgerUrl: string
  /** State of the local platform as JSON; null on AWS. */
  readonly statusUrl: string | null
  /** Folder under which each game day keeps its journal and report. */
  readonly state: string
}

/** The clients that a game day speaks through. */
export interface Clients {
  readonly fis: FisClient
  readonly cloudwatch: CloudWatchClient
  readonly kinesis: KinesisClient
  readonly dynamodb: DynamoDBClient
  readonly redshift: RedshiftDataClient
  readonly aurora: Aurora
  readonly close: () => void
}

/** Opens no connection yet; `close` ends those that were opened. */
export function clientsOf(site: Site): Clients {
  const config = {
    region: site.region,
    ...(site.awsEndpoint ? { endpoint: site.awsEndpoint } : {}),
    ...(site.credentials ? { credentials: site.credentials } : {}),
    // HTTP/1.1 for Kinesis too: its own default is HTTP/2, which the local endpoint does not speak
    requestHandler: new NodeHttpHandler({ requestTimeout: 20_000, connectionTimeout: 5_000 }),
  }
  const sdk = {
    fis: new FisClient(config),
    cloudwatch: new CloudWatchClient(config),
    kinesis: new KinesisClient(config),
    dynamodb: new DynamoDBClient(config),
    redshift: new RedshiftDataClient(config),
  }
  const close = () => {
    for (const client of Object.values(sdk)) client.destroy()
  }
  return { ...sdk, aurora: auroraOf(site), close }
}

/** Folder below `state` that holds one folder for each game day. */
export const GAMEDAYS = 'gamedays'

/** What every part of a running game day is given. */
export interface Stage {
  readonly site: Site
  readonly system: System
  readonly clients: Clients
}

export const stageOf = (site: Site): Stage => ({
  site,
  system: systemOf(site.system),
  clients: clientsOf(site),
})
