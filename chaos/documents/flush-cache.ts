import { faultDocument } from './document.ts'

const PRIMARY = '$.ReplicationGroups[0].NodeGroups[0].NodeGroupMembers[0]'
const group = {
  Service: 'elasticache',
  Api: 'DescribeReplicationGroups',
  ReplicationGroupId: '{{ ReplicationGroupId }}',
} as const
const status = {
  Service: 'elasticache',
  Api: 'DescribeCacheClusters',
  CacheClusterId: '{{ primary.CacheClusterId }}',
  PropertySelector: '$.CacheClusters[0].CacheClusterStatus',
} as const

/**
 * The document's "ElastiCache flush". The primary reboots and comes back empty: no failover answers a reboot that was
 * asked for, and replicas take over what the primary has, which is nothing.
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html
 */
export const flushCache = faultDocument({
  description: 'Reboots the primary of a replication group without cluster mode, which empties its cache.',
  parameters: { ReplicationGroupId: 'Name of the replication group.' },
  remember: [
    {
      name: 'firstIsPrimary',
      action: 'aws:assertAwsResourceProperty',
      inputs: { ...group, PropertySelector: `${PRIMARY}.CurrentRole`, DesiredValues: ['primary'] },
    },
    {
      name: 'primary',
      action: 'aws:executeAwsApi',
      inputs: group,
      outputs: [
        { Name: 'CacheClusterId', Selector: `${PRIMARY}.CacheClusterId`, Type: 'String' },
        { Name: 'CacheNodeId', Selector: `${PRIMARY}.CacheNodeId`, Type: 'String' },
      ],
    },
  ],
  inject: [
    {
      name: 'reboot',
      action: 'aws:executeAwsApi',
      inputs: {
        Service: 'elasticache',
        Api: 'RebootCacheCluster',
        CacheClusterId: '{{ primary.CacheClusterId }}',
        CacheNodeIdsToReboot: ['{{ primary.CacheNodeId }}'],
      },
    },
  ],
  landed: {
    action: 'aws:waitForAwsResourceProperty',
    timeoutSeconds: 60,
    inputs: { ...status, DesiredValues: ['rebooting cluster nodes'] },
  },
  clean: {
    action: 'aws:waitForAwsResourceProperty',
    timeoutSeconds: 600,
    inputs: { ...status, DesiredValues: ['available'] },
  },
})
