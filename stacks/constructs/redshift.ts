import { RedshiftCluster } from '@cdktf/provider-aws/lib/redshift-cluster/index.js'
import { RedshiftLogging } from '@cdktf/provider-aws/lib/redshift-logging/index.js'
import { RedshiftParameterGroup } from '@cdktf/provider-aws/lib/redshift-parameter-group/index.js'
import { RedshiftSubnetGroup } from '@cdktf/provider-aws/lib/redshift-subnet-group/index.js'
import type { Redshift } from '../../model/kinds.ts'
import { redshiftClusterId } from '../../model/names.ts'
import { type DataPlace, farewell } from '../data-place.ts'
import { storePort } from '../ports.ts'
import type { Stack } from '../stack.ts'
import { versions } from '../versions.ts'
import { logGroup } from './log-group.ts'
import { redshiftHours } from './redshift-hours.ts'
import { redshiftSnapshots } from './redshift-snapshots.ts'
import { masterUser } from './secret.ts'

/** https://docs.aws.amazon.com/redshift/latest/mgmt/db-auditing.html */
const LOGS = ['connectionlog', 'userlog', 'useractivitylog']

/** The warehouse: reached through the Data API, asleep when the profile says so, with weekly snapshots by hand. */
export function redshift(id: string, it: Redshift, place: DataPlace): void {
  const { stack, network, keys } = place
  const { system, profile } = stack.site
  const name = redshiftClusterId(system, id)
  const nodes = profile.redshiftNodes ?? it.nodes
  const subnets = new RedshiftSubnetGroup(stack, `${id}-subnets`, {
    name,
    subnetIds: [...network.subnetIds.database],
  })
  const logs = LOGS.map((log) =>
    logGroup(stack, `${id}-${log}`, `/aws/redshift/cluster/${name}/${log}`, keys.logs),
  )
  const cluster = new RedshiftCluster(stack, id, {
    clusterIdentifier: name,
    databaseName: it.database,
    nodeType: profile.sizes[it.kind] ?? it.nodeType,
    clusterType: nodes > 1 ? 'multi-node' : 'single-node',
    numberOfNodes: nodes,
    port: storePort(system, it.kind),
    masterUsername: masterUser(stack),
    // nobody logs in with it: workloads come through the Data API with their roles
    manageMasterPassword: true,
    masterPasswordSecretKmsKeyId: keys.data,
    clusterParameterGroupName: parameters(stack, id, it).name,
    clusterSubnetGroupName: subnets.name,
    vpcSecurityGroupIds: [network.groups.of('redshift')],
    publiclyAccessible: false,
    enhancedVpcRouting: true,
    encrypted: String(system.operations.encryptedAtRest),
    kmsKeyId: keys.data,
    automatedSnapshotRetentionPeriod: it.snapshotDays,
    ...farewell(place, id),
    tags: { ...it.tags },
    dependsOn: logs,
  })
  new RedshiftLogging(stack, `${id}-logs`, {
    clusterIdentifier: cluster.id,
    logDestinationType: 'cloudwatch',
    logExports: LOGS,
  })
  redshiftSnapshots(stack, id, cluster)
  if (profile.redshiftHours) redshiftHours(stack, id, cluster, profile.redshiftHours)
}

/** TLS, a log of what is asked, and as many queries at once as the model has slots. */
function parameters(stack: Stack, id: string, it: Redshift): RedshiftParameterGroup {
  const values: Readonly<Record<string, string>> = {
    require_ssl: 'true',
    enable_user_activity_logging: 'true',
    wlm_json_configuration: JSON.stringify([{ query_concurrency: it.wlmSlots, auto_wlm: false }]),
  }
  return new RedshiftParameterGroup(stack, `${id}-parameters`, {
    name: redshiftClusterId(stack.site.system, id),
    family: versions.redshift.family,
    parameter: Object.entries(values).map(([name, value]) => ({ name, value })),
  })
}
