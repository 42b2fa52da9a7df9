import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { FisClient } from '@aws-sdk/client-fis'
import { SSMClient } from '@aws-sdk/client-ssm'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import type { LoadGenerator } from '../../loadtests/generator.ts'
import type { System } from '../../model/kinds.ts'
import type { Database } from './database.ts'

/** Where the system under test is, how it is loaded and how it is looked at: a game day runs on it here and on AWS alike. */
export interface Site {
  /** The model, with the region and the account of that place. */
  readonly system: System
  /** On this machine; then load goes to 127.0.0.1 only. */
  readonly local: boolean
  /** Seconds of AWS in one second here; 1 on AWS. */
  readonly timeScale: number
  /** The one AWS endpoint of this machine; null for AWS's own. */
  readonly awsEndpoint: string | null
  /** Null where the SDK's own chain finds them. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | null
  /** Addresses that are reached from where the game day is played, by id of the model: the front door, here other entries and providers too. */
  readonly endpoints: Readonly<Record<string, string>>
  readonly load: LoadGenerator
  /** Databases that can be asked, by id of the model. */
  readonly stores: Readonly<Record<string, Database>>
  readonly metrics: Metrics
  /** Ids of FIS's templates that stand there, by experiment; null where a game day makes its own. */
  readonly templates: Readonly<Record<string, string>> | null
  /** State of the local platform as JSON; null on AWS. */
  readonly statusUrl: string | null
  /** A command of the command line as it has to be typed for this site: `recover` → `./cafe recover --profile test`. */
  readonly command: (name: string) => string
  /** Folder under which each game day keeps its journal and report. */
  readonly state: string
}

/** What CloudWatch has there of copies. */
export interface Metrics {
  /** Seconds between two values. */
  readonly periodSeconds: number
  /** Seconds after which a value may still come. */
  readonly lateSeconds: number
  /** Value of the dimension `LoadBalancer` of an entry. */
  readonly balancer: (entry: string) => string
  /** Value of the dimension `TargetGroup` of a group. */
  readonly targetGroup: (group: string) => string
}

/** The clients that a game day speaks through. */
export interface Clients {
  readonly fis: FisClient
  readonly cloudwatch: CloudWatchClient
  readonly ssm: SSMClient
  /** The client of another service, such as `DynamoDBClient`; always the same one. */
  readonly of: <C extends Client>(kind: ClientKind<C>) => C
  readonly close: () => void
}
interface Client {
  destroy(): void
}
type ClientKind<C extends Client> = new (config: ReturnType<typeof clientConfig>) => C

/** What every client of a site is made with. */
export const clientConfig = (site: Pick<Site, 'system' | 'awsEndpoint' | 'credentials'>) => ({
  region: site.system.region,
  ...(site.awsEndpoint ? { endpoint: site.awsEndpoint } : {}),
  ...(site.credentials ? { credentials: site.credentials } : {}),
  // HTTP/1.1 for Kinesis too: its own default is HTTP/2, which the local endpoint does not speak
  requestHandler: new NodeHttpHandler({ requestTimeout: 20_000, connectionTimeout: 5_000 }),
})

/** Opens no connection yet; `close` ends those that were opened. */
export function clientsOf(site: Site): Clients {
  const config = clientConfig(site)
  const made = new Map<unknown, Client>()
  const of = <C extends Client>(kind: ClientKind<C>): C => {
    if (!made.has(kind)) made.set(kind, new kind(config))
    return made.get(kind) as C
  }
  const close = () => {
    for (const client of made.values()) client.destroy()
  }
  return { fis: of(FisClient), cloudwatch: of(CloudWatchClient), ssm: of(SSMClient), of, close }
}

/** Folder below `state` that holds one folder for each game day. */
export const GAMEDAYS = 'gamedays'

/** What every part of a running game day is given. */
export interface Stage {
  readonly site: Site
  readonly system: System
  readonly clients: Clients
}

/** The database of that id; throws where nobody can ask it from here. */
export function storeOf({ site }: Stage, id: string): Database {
  const found = site.stores[id]
  if (!found) throw new Error(`'${id}' of ${site.system.id} cannot be asked from here`)
  return found
}

/** The address by which visitors come in; throws where nobody does. */
export function frontDoorOf({ system, endpoints }: Pick<Site, 'system' | 'endpoints'>): string {
  const found = system.frontDoor && endpoints[system.frontDoor]
  if (!found) throw new Error(`${system.id} has no front door: its model names no entry that can be reached`)
  return found
}

export const stageOf = (site: Site): Stage => ({ site, system: site.system, clients: clientsOf(site) })
