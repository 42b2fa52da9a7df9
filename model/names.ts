import type { Alarm, System } from './kinds.ts'
import { ALARM_PERIODS } from './metric-periods.ts'
import { platform } from './platform.ts'

/** `order-submission` → `ORDER_SUBMISSION`: how an id stands in an env key. */
export const envName = (id: string): string => id.toUpperCase().replaceAll('-', '_')

export const zoneName = (system: System, zone: string): string => `${system.region}${zone}`
export type Profile = keyof typeof platform.profiles
export const profiles = Object.keys(platform.profiles) as readonly Profile[]
/** `.cafe/cloudcafe` for what people run, `.cafe/cloudcafe-test` for tests. */
export const stateFolder = (system: System, profile: Profile): string =>
  `.cafe/${system.id}${profile === 'local' ? '' : `-${profile}`}`
/** The ports that people type, of a profile; systems have blocks of their own, counted from 0. */
export const portsOf = (
  profile: Profile,
  block = 0,
): Readonly<Record<keyof typeof platform.ports, number>> => {
  const offset = platform.profiles[profile].portOffset + block * platform.portBlock
  const moved = Object.entries(platform.ports).map(([name, port]) => [name, port + offset])
  return Object.fromEntries(moved)
}
/** `cloudcafe-network`: a stack of Terraform. */
export const stackName = (system: System, stack: string): string => `${system.id}-${stack}`
/** `cloudcafe-public-a`: a subnet of a tier in a zone. */
export const subnetName = (system: System, tier: string, zone: string): string =>
  `${system.id}-${tier}-${zone}`
/** Bucket names are one name space for all of AWS: the account and the region make ours its own. */
export const bucketName = (system: System, purpose: string): string =>
  `${system.id}-${purpose}-${system.account}-${system.region}`
/** The role that a workload has on AWS. */
export const roleName = (system: System, workload: string): string => `${system.id}-${workload}`
export const roleArn = (system: System, role: string): string =>
  `arn:aws:iam::${system.account}:role/${system.id}-${role}`
/** Role under which the SSM agent beside an ECS task is a managed instance, so that FIS reaches it. */
export const managedInstanceRoleArn = (system: System): string => roleArn(system, 'managed-instance')
/** The registry's repository of a workload's images. */
export const repositoryName = (system: System, workload: string): string => `${system.id}/${workload}`
/** The image, task and container that send load on AWS, and the function that asks Aurora there: a game day's own. */
export const LOAD_GENERATOR = 'load-generator'
export const GAMEDAY_QUERY = 'gameday-query'
/** The image of the agent beside each ECS task, through which FIS injects faults on AWS. */
export const FAULT_AGENT = 'fault-agent'
/** `cloudcafe-load-generator`: its task, and its account in Kubernetes. */
export const loadGeneratorName = (system: System): string => `${system.id}-${LOAD_GENERATOR}`
export const clusterName = (system: System): string => system.id
export const serviceName = (system: System, workload: string): string => `${system.id}-${workload}`
export const functionName = serviceName
/** `cloudcafe-aurora`: a cluster, a group of nodes. */
export const resourceName = (system: System, id: string): string => `${system.id}-${id}`
export const auroraClusterId = (system: System, id: string): string => `${system.id}-${id}`
/** `cloudcafe-aurora-1`: instance of an Aurora cluster, counted from 1. */
export const auroraInstanceId = (system: System, id: string, number: number): string =>
  `${auroraClusterId(system, id)}-${number}`
export const albName = (system: System, id: string): string => `app/${system.id}-${id}/0000000000000001`
export const nlbName = (system: System, id: string): string => `net/${system.id}-${id}/0000000000000001`
export const targetGroupName = (group: string): string => `targetgroup/${group}/0000000000000001`
export const alarmName = (system: System, id: string): string => `${system.id}-${id}`

export const arn = (system: System, service: string, rest: string): string =>
  `arn:aws:${service}:${system.region}:${system.account}:${rest}`
export const queueArn = (system: System, name: string): string => arn(system, 'sqs', name)
export const topicArn = (system: System, name: string): string => arn(system, 'sns', name)
export const tableArn = (system: System, name: string): string => arn(system, 'dynamodb', `table/${name}`)
export const streamArn = (system: System, name: string): string => arn(system, 'kinesis', `stream/${name}`)
export const functionArn = (system: System, id: string): string =>
  arn(system, 'lambda', `function:${functionName(system, id)}`)
export const alarmArn = (system: System, id: string): string =>
  arn(system, 'cloudwatch', `alarm:${alarmName(system, id)}`)
export const auroraArn = (system: System, id: string): string =>
  arn(system, 'rds', `cluster:${auroraClusterId(system, id)}`)
export const redshiftClusterId = (system: System, id: string): string => `${system.id}-${id}`
/** The one shard of a MemoryDB cluster, as AWS numbers it. */
export const MEMORYDB_SHARD = '0001'
/** `cloudcafe-memorydb-0001`: node of a MemoryDB cluster, counted from 1; the first is the primary. */
export const memoryDbNodeName = (system: System, id: string, number: number): string =>
  `${system.id}-${id}-${String(number).padStart(4, '0')}`
export const secretName = (system: System, id: string): string => `${system.id}/${id}`
export const secretArn = (system: System, id: string): string =>
  arn(system, 'secretsmanager', `secret:${secretName(system, id)}`)
/** `/cloudcafe/payments-api-key`: a parameter of Systems Manager. */
export const parameterName = (system: System, id: string): string => `/${system.id}/${id}`
export const parameterArn = (system: System, id: string): string =>
  arn(system, 'ssm', `parameter${parameterName(system, id)}`)
/** Kubernetes' names of a workload on EKS: all of a system's pods are in one namespace. */
export const namespace = (system: System): string => system.id
export const deploymentName = (_system: System, workload: string): string => workload
export const podLabels = (system: System, workload: string): Readonly<Record<string, string>> => ({
  app: workload,
  'app.kubernetes.io/part-of': system.id,
})
export const ecsClusterArn = (system: System): string => arn(system, 'ecs', `cluster/${clusterName(system)}`)
export const ecsServiceArn = (system: System, workload: string): string =>
  arn(system, 'ecs', `service/${clusterName(system)}/${serviceName(system, workload)}`)
/** The one revision of a workload's task definition that there is here. */
export const taskDefinitionArn = (system: System, workload: string): string =>
  arn(system, 'ecs', `task-definition/${serviceName(system, workload)}:1`)
/** The group of nodes that all pods share, and the tags of it and its nodes, by which FIS finds and may hurt them. */
export const nodeGroupName = (system: System): string => stackName(system, 'nodes')
export const nodeTags = (system: System): Readonly<Record<string, string>> => ({
  System: system.id,
  ChaosReady: 'true',
})
/** AWS ends it with an id of its own. */
export const nodeGroupArn = (system: System): string =>
  arn(system, 'eks', `nodegroup/${clusterName(system)}/${nodeGroupName(system)}`)
export const eksClusterArn = (system: System): string => arn(system, 'eks', `cluster/${clusterName(system)}`)
export const auroraMemberArn = (system: System, member: string): string => arn(system, 'rds', `db:${member}`)
export const subnetId = (system: System, tier: string, zone: string): string =>
  `subnet-${system.id}-${tier}-${zone}`
export const subnetArn = (system: System, tier: string, zone: string): string =>
  arn(system, 'ec2', `subnet/${subnetId(system, tier, zone)}`)
/** ARNs of load balancers and their listeners by the name that `albName` and `nlbName` give, of groups by their own. */
export const loadBalancerArn = (system: System, balancer: string): string =>
  arn(system, 'elasticloadbalancing', `loadbalancer/${balancer}`)
/** Tags of an entry on AWS, by which FIS finds a balancer: its ARN ends with an id of AWS's own. */
export const entryTags = (system: System, id: string): Readonly<Record<string, string>> => ({
  ...system.entries[id]!.tags,
  Entry: id,
})
export const listenerArn = (system: System, balancer: string): string =>
  arn(system, 'elasticloadbalancing', `listener/${balancer}/0000000000000001`)
/** The rule of a listener with that number, which is its priority here. */
export const listenerRuleArn = (system: System, balancer: string, priority: number): string =>
  `${listenerArn(system, balancer).replace(':listener/', ':listener-rule/')}/${String(priority).padStart(16, '0')}`
export const targetGroupArn = (system: System, group: string): string =>
  arn(system, 'elasticloadbalancing', targetGroupName(group))
/** Log group of a cluster's PostgreSQL. */
export const auroraLogGroup = (system: System, id: string): string =>
  `/aws/rds/cluster/${auroraClusterId(system, id)}/postgresql`
export const vpcId = (system: System): string => `vpc-${system.id}`
/** Role and Kubernetes service account that fault injection acts as. */
export const faultRoleArn = (system: System): string => `arn:aws:iam::${system.account}:role/${system.id}-fis`
/** `cloudcafe-throttle-function`: a document of SSM Automation, which acts in a role of the same name. */
export const documentName = (system: System, document: string): string => `${system.id}-${document}`
export const documentArn = (system: System, document: string): string =>
  arn(system, 'ssm', `document/${documentName(system, document)}`)
export const documentRoleArn = (system: System, document: string): string => roleArn(system, document)
export const faultServiceAccount = (system: System): string => `${system.id}-fis`
/** `cloudcafe-alb`: a load balancer, an API, a service network. */
export const entryName = (system: System, id: string): string => `${system.id}-${id}`
/** Host of a public entry below the domain of whoever deploys: the CDN has the domain itself, what is behind it `alb.cafe.example.com`. */
export const entryHost = (system: System, id: string, domain: string): string =>
  system.entries[id]?.kind === 'cloudfront' ? domain : `${id}.${domain}`
/** Key of an archive in the artifact bucket, which a function or an instance unpacks. */
export const artifactKey = (artifact: string, release: string): string => `${artifact}/${release}.zip`
/** Image of a workload in the account's own registry. */
export const imageUri = (system: System, workload: string, release: string): string =>
  `${system.account}.dkr.ecr.${system.region}.amazonaws.com/${repositoryName(system, workload)}:${release}`
/** A number below `count` that follows from a text alone (FNV-1a), so that others keep theirs when one comes or goes. */
function numberOf(text: string, count: number): number {
  let hash = 0x811c9dc5
  for (const char of text) hash = Math.imul(hash ^ char.codePointAt(0)!, 0x01000193) >>> 0
  return hash % count
}
/** Port of every EKS node behind which a workload's pods answer, from the range that Kubernetes gives to such ports. */
export const nodePort = (workload: string): number => 30_000 + numberOf(workload, 2768)
/** Depths of prefixes, and rules of each, for which AWS's 50,000 priorities are enough. */
const DEPTHS = 10
const RULES = 4900
/** Priority of the rule of a route: a deeper prefix comes before what it is in. */
export function rulePriority(prefix: string): number {
  const depth = Math.min(prefix.split('/').length - 1, DEPTHS)
  return (DEPTHS - depth) * RULES + numberOf(prefix, RULES) + 1
}
export const queueUrl = (system: System, name: string, endpoint: string): string =>
  `${endpoint}/${system.account}/${name}`

/**
 * An alarm's period and counts at a time scale: the total window is divided, and the period is the longest
 * that CloudWatch has for alarms and that leaves at most as many periods as before.
 */
export function alarmWindow(alarm: Extract<Alarm, { kind: 'metric' }>, timeScale: number) {
  const total = (alarm.periodSeconds * alarm.evaluationPeriods) / timeScale
  const wanted = alarm.periodSeconds / timeScale
  const period = wanted >= 60 ? Math.floor(wanted / 60) * 60 : (ALARM_PERIODS.find((p) => p >= wanted) ?? 60)
  const evaluationPeriods = Math.max(1, Math.round(total / period))
  const ratio = alarm.datapointsToAlarm / alarm.evaluationPeriods
  return { period, evaluationPeriods, datapointsToAlarm: Math.max(1, Math.ceil(evaluationPeriods * ratio)) }
}

/** Seconds of AWS → seconds here. */
export const scaled = (seconds: number, timeScale: number): number => seconds / timeScale
/** Allotted share of a core for so many vCPU. */
export const allottedCores = (vcpu: number): number => vcpu * platform.coresPerVcpu
