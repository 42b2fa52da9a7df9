import type { DocumentId } from '../chaos/documents/index.ts'
import type { System } from '../model/kinds.ts'
import { arn, entryName, functionArn, resourceName, tableArn } from '../model/names.ts'
import type { Statement } from './policy.ts'

type Rights = (system: System) => readonly Statement[]

const caches = (system: System, named: (name: string) => string): readonly string[] =>
  Object.keys(system.resources)
    .filter((id) => system.resources[id]!.kind === 'elasticache')
    .map((id) => arn(system, 'elasticache', named(resourceName(system, id))))

/** What the calls of a document need, on what it may hurt and on nothing else. */
const RIGHTS: Readonly<Record<DocumentId, Rights>> = {
  'fail-over-shard': (system) => [
    {
      actions: ['memorydb:DescribeClusters', 'memorydb:FailoverShard'],
      resources: Object.keys(system.resources)
        .filter((id) => system.resources[id]!.kind === 'memorydb')
        .map((id) => arn(system, 'memorydb', `cluster/${resourceName(system, id)}`)),
    },
    {
      actions: ['memorydb:DescribeEvents'],
      resources: ['*'],
      because: 'events are asked of a region, and take no narrower resource',
    },
  ],
  'flush-cache': (system) => [
    {
      actions: ['elasticache:DescribeReplicationGroups'],
      resources: caches(system, (name) => `replicationgroup:${name}`),
    },
    {
      // a group's members are clusters with its name and a number
      actions: ['elasticache:DescribeCacheClusters', 'elasticache:RebootCacheCluster'],
      resources: caches(system, (name) => `cluster:${name}-*`),
    },
  ],
  'throttle-function': (system) => [
    {
      actions: ['lambda:GetFunctionConcurrency', 'lambda:PutFunctionConcurrency'],
      resources: Object.keys(system.workloads)
        .filter((id) => system.workloads[id]!.kind === 'function')
        .map((id) => functionArn(system, id)),
    },
  ],
  'throttle-table': (system) => [
    {
      actions: ['dynamodb:DescribeTable', 'dynamodb:UpdateTable'],
      resources: Object.values(system.resources).flatMap((it) =>
        it.kind === 'dynamodb' ? [tableArn(system, it.table)] : [],
      ),
    },
  ],
  'withdraw-rule': (system) => [
    {
      actions: ['elasticloadbalancing:DescribeRules'],
      resources: ['*'],
      because: 'describing balancers takes no narrower resource',
    },
    {
      actions: ['elasticloadbalancing:ModifyRule'],
      resources: Object.keys(system.entries)
        .filter((id) => system.entries[id]!.kind === 'alb')
        .map((id) => arn(system, 'elasticloadbalancing', `listener-rule/app/${entryName(system, id)}/*`)),
    },
  ],
}

/** Rights of the role that a document of ours acts in. */
export const documentRights = (system: System, id: DocumentId): readonly Statement[] => RIGHTS[id](system)
