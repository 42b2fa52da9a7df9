import type { Entry, LongRunning, Resource, System, Workload } from '../../model/kinds.ts'
import { type Projection, project, type Unsupported, unsupported } from '../../model/projection.ts'
import { alb } from './alb.ts'
import { apigateway } from './apigateway.ts'
import { asg } from './asg.ts'
import { aurora } from './aurora.ts'
import { documentdb } from './documentdb.ts'
import { dynamodb } from './dynamodb.ts'
import { ec2 } from './ec2.ts'
import { ecs } from './ecs.ts'
import { eks } from './eks.ts'
import { elasticache } from './elasticache.ts'
import { kinesis } from './kinesis.ts'
import { lambda } from './lambda.ts'
import { lattice } from './lattice.ts'
import { memorydb } from './memorydb.ts'
import { nlb } from './nlb.ts'
import type { Panel } from './panel.ts'
import { redshift } from './redshift.ts'
import { sns } from './sns.ts'
import { sqs } from './sqs.ts'

type PanelOf = Panel | Unsupported

const platforms: Readonly<Record<LongRunning['on'], (id: string, it: LongRunning, system: System) => Panel>> =
  { ecs, eks, asg, ec2 }
const onPlatform = (id: string, it: LongRunning, system: System): Panel => platforms[it.on](id, it, system)

const workloads: Projection<Workload, System, PanelOf> = {
  service: onPlatform,
  worker: onPlatform,
  function: lambda,
  provider: () => unsupported('it is not ours: CloudWatch has no metrics of it'),
}
const resources: Projection<Resource, System, PanelOf> = {
  aurora,
  dynamodb,
  documentdb,
  elasticache,
  memorydb,
  redshift,
  kinesis,
  sqs,
  sns,
  secret: () => unsupported('a secret has no metrics'),
  parameter: () => unsupported('a parameter has no metrics'),
}
const entries: Projection<Entry, System, PanelOf> = {
  cloudfront: () => unsupported('its metrics stand in another region, under an id that AWS makes'),
  apigateway,
  alb,
  nlb,
  lattice,
}

/** The panel of a workload, resource or entry, or why there is none. */
export const workloadPanel = (id: string, it: Workload, system: System): PanelOf =>
  project(workloads, id, it, system)
export const resourcePanel = (id: string, it: Resource, system: System): PanelOf =>
  project(resources, id, it, system)
export const entryPanel = (id: string, it: Entry, system: System): PanelOf => project(entries, id, it, system)
