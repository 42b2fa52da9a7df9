import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint/index.js'
import type { LongRunning, Resource } from '../model/kinds.ts'
import { type Projection, project } from '../model/projection.ts'
import type { SecurityGroups } from './security-groups.ts'
import type { Site } from './site.ts'
import type { Stack } from './stack.ts'

interface EndpointsContext {
  readonly vpcId: string
  readonly tables: readonly string[]
  /** Private subnets, one for each zone. */
  readonly subnets: readonly string[]
  readonly groups: SecurityGroups
}

/** Endpoints that cost nothing and stand in route tables: the tables' service, and layers of images and packages in S3. */
const GATEWAYS = ['dynamodb', 's3'] as const

/** The AWS API by which a resource is used from inside the VPC; null for one with an address in the VPC, a gateway, or too few calls. */
const API: Projection<Resource, null, string | null> = {
  aurora: () => null,
  documentdb: () => null,
  elasticache: () => null,
  memorydb: () => null,
  dynamodb: () => null,
  redshift: () => 'redshift-data',
  kinesis: () => 'kinesis-streams',
  sqs: () => 'sqs',
  sns: () => 'sns',
  secret: () => 'secretsmanager',
  // read once by a copy: the way through the NAT gateway will do
  parameter: () => null,
}

const INSTANCE = ['ssm', 'ssmmessages', 'ec2messages']
/** The AWS APIs that a runtime itself needs: images, its agents, credentials of pods. */
const RUNTIME: Readonly<Record<LongRunning['on'], readonly string[]>> = {
  ecs: ['ecr.api', 'ecr.dkr', 'ssm', 'ssmmessages'],
  eks: ['ecr.api', 'ecr.dkr', 'eks-auth', 'ec2', 'sts'],
  asg: INSTANCE,
  ec2: INSTANCE,
}

/** What every workload calls: its logs, its metrics, the keys of what is encrypted. */
const EVERYONE = ['logs', 'monitoring', 'kms']

/** AWS services that the system reaches without leaving the VPC, in the order of the alphabet. */
export function endpointServices({ system, profile }: Pick<Site, 'system' | 'profile'>): readonly string[] {
  const resources = Object.entries(system.resources).flatMap(([id, it]) => project(API, id, it, null) ?? [])
  const runtimes = Object.values(system.workloads).flatMap((it) =>
    profile.endpoints.ofRuntimes && (it.kind === 'service' || it.kind === 'worker') ? RUNTIME[it.on] : [],
  )
  return [...new Set([...EVERYONE, ...resources, ...runtimes])].sort()
}

/** The VPC's endpoints; those of interfaces stand in as many zones as the profile pays for. */
export function endpoints(stack: Stack, place: EndpointsContext): void {
  const { system, profile } = stack.site
  const { vpcId } = place
  const serviceName = (service: string) => `com.amazonaws.${system.region}.${service}`
  for (const service of GATEWAYS) {
    new VpcEndpoint(stack, `${service}-endpoint`, {
      vpcId,
      serviceName: serviceName(service),
      vpcEndpointType: 'Gateway',
      routeTableIds: [...place.tables],
      tags: { Name: `${system.id}-${service}` },
    })
  }
  for (const service of endpointServices(stack.site)) {
    new VpcEndpoint(stack, `${service.replace('.', '-')}-endpoint`, {
      vpcId,
      serviceName: serviceName(service),
      vpcEndpointType: 'Interface',
      privateDnsEnabled: true,
      subnetIds: place.subnets.slice(0, profile.endpoints.zones),
      securityGroupIds: [place.groups.of('endpoint')],
      tags: { Name: `${system.id}-${service}` },
    })
  }
}
