import type { DocumentId } from '../chaos/documents/index.ts'
import type { System } from '../model/kinds.ts'
import { arn, entryName, functionArn, resourceName, tableArn } from '../model/names.ts'
import type { Statement } from './policy.ts'

type Rights = (system: System) => readonly Statement[]

/** Ids of the members of a family that are of one kind. */
const idsOf = (
  members: Readonly<Record<string, { readonly kind: string }>>,
  kind: string,
): readonly string[] => Object.entries(members).flatMap(([id, it]) => (it.kind === kind ? [id] : []))

const caches = (system: System, named: (name: string) => string): readonly string[] =>
  idsOf(system.resources, 'elasticache').map((id) =>
    arn(system, 'elasticache', named(resourceName(system, id))),
  )

/** What the calls of a document need, on what it may hurt and on nothing else. */
const RIGHTS: Readonly<Record<DocumentId, Rights>> = {
  'fail-over-shard': (system) => [
    {
      actions: ['memorydb:DescribeClusters', 'memorydb:FailoverShard'],
      resources: idsOf(system.resources, 'memorydb').map((id) =>
        arn(system, 'memorydb', `cluster/${resourceName(system, id)}`),
      ),
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
      resources: idsOf(system.workloads, 'function').map((id) => functionArn(system, id)),
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
      resources: idsOf(system.entries, 'alb').map((id) =>
        arn(system, 'elasticloadbalancing', `listener-rule/app/${entryName(system, id)}/*`),
      ),
    },
  ],
}

/** Rights of the role that a document of ours acts in. */
export const documentRights = (system: System, id: DocumentId): readonly Statement[] => RIGHTS[id](system)
