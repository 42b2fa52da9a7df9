import type { Construct } from 'constructs'
import type { Resource } from '../model/kinds.ts'
import { type Projection, project } from '../model/projection.ts'
import { kinesis } from './constructs/kinesis.ts'
import { sns } from './constructs/sns.ts'
import { sqs } from './constructs/sqs.ts'
import type { MessagingPlace } from './messaging-place.ts'
import type { SecurityStack } from './security.ts'
import type { Site } from './site.ts'
import { Stack } from './stack.ts'

/** Made by the security and data stacks. */
const elsewhere = () => undefined

const CARRIERS: Projection<Resource, MessagingPlace, void> = {
  kinesis,
  sqs,
  sns,
  aurora: elsewhere,
  dynamodb: elsewhere,
  documentdb: elsewhere,
  elasticache: elsewhere,
  memorydb: elsewhere,
  redshift: elsewhere,
  secret: elsewhere,
  parameter: elsewhere,
}

/** Queues that take dead letters first, queues that have such a one next, topics that feed queues last. */
const order = (it: Resource): number => (it.kind === 'sns' ? 2 : it.kind === 'sqs' && it.redrive ? 1 : 0)

/** Queues, topics with their subscriptions, and streams. */
export class MessagingStack extends Stack {
  constructor(scope: Construct, site: Site, { keys }: SecurityStack) {
    super(scope, site, 'messaging')
    const place = { stack: this, keyArn: keys.messages, queues: new Map() }
    const all = Object.entries(site.system.resources).sort(([, a], [, b]) => order(a) - order(b))
    for (const [id, it] of all) project(CARRIERS, id, it, place)
  }
}
