import { faultDocument } from './document.ts'

const cluster = { Service: 'memorydb', ClusterName: '{{ ClusterName }}' } as const
const status = {
  ...cluster,
  Api: 'DescribeClusters',
  PropertySelector: '$.Clusters[0].Status',
  DesiredValues: ['available'],
} as const

/**
 * The document's "MemoryDB restart". MemoryDB has no reboot: a shard that fails over loses its primary, which starts anew.
 * That it did is told by the cluster's events; AWS does not say that its status changes meanwhile.
 * https://docs.aws.amazon.com/memorydb/latest/APIReference/API_FailoverShard.html
 */
export const failOverShard = faultDocument({
  description: 'Fails a shard of a MemoryDB cluster over, as a test of its clients.',
  parameters: {
    ClusterName: 'Name of the cluster; the shard must have a replica.',
    ShardName: 'Name of the shard, such as 0001.',
  },
  remember: [{ name: 'isWhole', action: 'aws:assertAwsResourceProperty', inputs: status }],
  inject: [
    {
      name: 'failOver',
      action: 'aws:executeAwsApi',
      inputs: { ...cluster, Api: 'FailoverShard', ShardName: '{{ ShardName }}' },
    },
  ],
  landed: {
    action: 'aws:waitForAwsResourceProperty',
    timeoutSeconds: 300,
    inputs: {
      Service: 'memorydb',
      Api: 'DescribeEvents',
      SourceName: '{{ ClusterName }}',
      SourceType: 'cluster',
      // minutes back from now
      Duration: 5,
      PropertySelector: '$.Events[0].SourceName',
      DesiredValues: ['{{ ClusterName }}'],
    },
  },
  clean: { action: 'aws:waitForAwsResourceProperty', timeoutSeconds: 600, inputs: status },
})
