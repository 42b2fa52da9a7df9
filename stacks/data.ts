import type { Construct } from 'constructs'
import type { Resource } from '../model/kinds.ts'
import { type Projection, project } from '../model/projection.ts'
import type { ArtifactsStack } from './artifacts.ts'
import { aurora } from './constructs/aurora.ts'
import { documentdb } from './constructs/documentdb.ts'
import { dynamodb } from './constructs/dynamodb.ts'
import { elasticache } from './constructs/elasticache.ts'
import { memorydb } from './constructs/memorydb.ts'
import { redshift } from './constructs/redshift.ts'
import { rotations } from './constructs/rotation.ts'
import type { DataPlace } from './data-place.ts'
import type { NetworkStack } from './network.ts'
import type { SecurityStack } from './security.ts'
import type { Site } from './site.ts'
import { Stack } from './stack.ts'
import { auroraUrl, documentdbUrl } from './store-urls.ts'

/** What AWS alone knows of a store once it is made. */
interface Made {
  /** Hosts by their part; `writer` is the one that takes everything. */
  readonly hosts?: Readonly<Partial<Record<'writer' | 'reader', string>>>
  readonly streamArn?: string
}

/** Made by the security and messaging stacks. */
const elsewhere = (): Made => ({})

const STORES: Projection<Resource, DataPlace, Made> = {
  aurora: (id, it, place) => ({ hosts: aurora(id, it, place) }),
  documentdb: (id, it, place) => ({ hosts: { writer: documentdb(id, it, place) } }),
  elasticache: (id, it, place) => ({ hosts: { writer: elasticache(id, it, place) } }),
  memorydb: (id, it, place) => ({ hosts: { writer: memorydb(id, it, place) } }),
  dynamodb: (id, it, place) => ({ streamArn: dynamodb(id, it, place) }),
  redshift(id, it, place) {
    redshift(id, it, place)
    return {}
  },
  kinesis: elsewhere,
  sqs: elsewhere,
  sns: elsewhere,
  secret: elsewhere,
  parameter: elsewhere,
}

/** Everything that keeps state. */
export class DataStack extends Stack {
  readonly #made: ReadonlyMap<string, Made>

  constructor(
    scope: Construct,
    site: Site,
    network: NetworkStack,
    security: SecurityStack,
    artifacts: ArtifactsStack,
  ) {
    super(scope, site, 'data')
    const place = { stack: this, network, keys: security.keys }
    this.#made = new Map(
      Object.entries(site.system.resources).map(([id, it]) => [id, project(STORES, id, it, place)]),
    )
    const urlOf = (id: string) => this.#urlOf(id)
    rotations({ stack: this, network, security, artifacts: artifacts.bucketName, urlOf })
  }

  /** URL of a database that has users of its own. */
  #urlOf(id: string): string {
    const { system } = this.site
    const it = system.resources[id]
    if (it?.kind === 'aurora') return auroraUrl(system, it, this.hosts.of(id))
    if (it?.kind === 'documentdb') return documentdbUrl(system, it, this.hosts.of(id))
    throw new Error(`a secret is of '${id}', which has no users: take an aurora or a documentdb`)
  }

  /** Host of a store in the VPC. @throws Error for a resource that has none there. */
  readonly hosts = {
    of: (resource: string, role: 'writer' | 'reader' = 'writer'): string => {
      const host = this.#made.get(resource)?.hosts?.[role]
      if (!host) throw new Error(`'${resource}' of ${this.site.system.id} has no ${role} in the VPC`)
      return host
    },
  }

  /** ARN of a table's stream. @throws Error for a resource without one. */
  streamArnOf(resource: string): string {
    const arn = this.#made.get(resource)?.streamArn
    if (!arn) throw new Error(`'${resource}' of ${this.site.system.id} has no stream`)
    return arn
  }
}
