import type { Terraform } from '../terraform.ts'
import { allMonth, part, type Rates } from './part.ts'
import { HOURS } from './price.ts'
import type { PriceId } from './prices.ts'

/** What keeps state; backups within the size of a database are free. */
export const databases: Rates = {
  aws_rds_cluster_instance: (block) => [allMonth(`Aurora ${block.instance_class}` as PriceId)],
  aws_rds_cluster: (_, { assumed }) => [
    part('Aurora storage', assumed('databaseGb')),
    part('Aurora I/O', assumed('requests') * assumed('ioPerRequest')),
  ],
  aws_rds_global_cluster: (_, { assumed }) => [
    part('Aurora replicated writes', assumed('accepted') * assumed('ioPerRequest')),
  ],
  aws_docdb_cluster_instance: (block) => [allMonth(`DocumentDB ${block.instance_class}` as PriceId)],
  aws_docdb_cluster: (_, { assumed }) => [
    part('DocumentDB storage', assumed('databaseGb')),
    part('DocumentDB I/O', assumed('requests') * assumed('ioPerRequest')),
  ],
  aws_elasticache_replication_group: (block) => [
    allMonth(`ElastiCache ${block.node_type}` as PriceId, block.num_cache_clusters),
  ],
  aws_memorydb_cluster: (block) => [
    allMonth(`MemoryDB ${block.node_type}` as PriceId, block.num_shards * (1 + block.num_replicas_per_shard)),
  ],
  aws_redshift_cluster: (block, { terraform, assumed }) => [
    part(`Redshift ${block.node_type}` as PriceId, HOURS * block.number_of_nodes * awake(terraform)),
    part('Redshift storage', assumed('warehouseGb')),
  ],
  aws_dynamodb_table: (block, { assumed }) => [
    part('DynamoDB writes', assumed('accepted') * assumed('changesOfEach')),
    part('DynamoDB reads', assumed('requests')),
    part('DynamoDB storage', assumed('tableGb')),
    ...(block.point_in_time_recovery?.enabled ? [part('DynamoDB recovery', assumed('tableGb'))] : []),
  ],
}

/** Share of a day that the warehouse runs: from its schedule, all of it where there is none. */
function awake(terraform: Terraform): number {
  const actions = Object.values(terraform.of('aws_redshift_scheduled_action'))
  const hourOf = (action: string): number | undefined => {
    const found = actions.find((it) => it.target_action[action])
    return found && Number(/^cron\(\d+ (\d+) /.exec(found.schedule)?.[1])
  }
  const [resume, pause] = [hourOf('resume_cluster'), hourOf('pause_cluster')]
  if (resume === undefined || pause === undefined) return 1
  return ((pause - resume + 24) % 24) / 24
}
