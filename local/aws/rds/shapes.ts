import { zoneName } from '../../../model/names.ts'
import type { Estate } from '../estate.ts'
import { tagList } from '../wire/tags.ts'
import type { Cluster, Instance } from './database.ts'

/** A cluster as the API shows it. */
export function clusterShape({ system, since }: Estate, it: Cluster) {
  return {
    DBClusterIdentifier: it.id,
    DBClusterArn: it.arn,
    Engine: it.engine,
    EngineMode: it.engine === 'docdb' ? undefined : 'provisioned',
    Status: it.status,
    DatabaseName: it.engine === 'docdb' ? undefined : it.spec.database,
    MasterUsername: it.user,
    Endpoint: it.writer.host,
    Port: it.writer.port,
    ReaderEndpoint:
      it.reader.port === it.writer.port ? it.reader.host : `${it.reader.host}:${it.reader.port}`,
    MultiAZ: it.instances.length > 1,
    AvailabilityZones: system.zones.map((zone) => zoneName(system, zone)),
    BackupRetentionPeriod: it.spec.backupDays,
    ClusterCreateTime: since,
    DBClusterMembers: it.instances.map((instance) => ({
      DBInstanceIdentifier: instance.id,
      IsClusterWriter: instance.isWriter,
      DBClusterParameterGroupStatus: 'in-sync',
      PromotionTier: 1,
    })),
    StorageEncrypted: false,
    DeletionProtection: false,
    TagList: it.engine === 'docdb' ? undefined : tagList(it.spec.tags),
  }
}

/** An instance as the API shows it. */
export function instanceShape({ since }: Estate, cluster: Cluster, it: Instance) {
  return {
    DBInstanceIdentifier: it.id,
    DBInstanceArn: it.arn,
    DBInstanceClass: cluster.spec.instanceClass,
    DBClusterIdentifier: cluster.id,
    Engine: cluster.engine,
    DBInstanceStatus: it.status,
    ...(it.address ? { Endpoint: { Address: it.address.host, Port: it.address.port } } : {}),
    AvailabilityZone: it.zone ?? undefined,
    InstanceCreateTime: since,
    BackupRetentionPeriod: cluster.spec.backupDays,
    PubliclyAccessible: false,
    StorageEncrypted: false,
    PromotionTier: 1,
  }
}
