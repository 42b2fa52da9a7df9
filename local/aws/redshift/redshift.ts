import { Type } from 'typebox'
import type { Redshift } from '../../../model/kinds.ts'
import { arn, redshiftClusterId, vpcId } from '../../../model/names.ts'
import { platform } from '../../../model/platform.ts'
import type { AwsService } from '../../types.ts'
import { type Estate, resourcesOf } from '../estate.ts'
import { AwsError, problems } from '../wire/error.ts'
import { pageOf } from '../wire/page.ts'
import { awsService, operation } from '../wire/service.ts'
import { tagList } from '../wire/tags.ts'

const optional = Type.Optional
const MOST_RECORDS = 100
const Texts = optional(Type.Array(Type.String()))
const invalid = (message: string) => new AwsError('InvalidParameterValue', message)

/** Redshift of the clusters that run here; statements go through the Redshift Data API. */
export const redshiftService = (estate: Estate): AwsService =>
  awsService({
    signingName: 'redshift',
    client: () => import('@aws-sdk/client-redshift'),
    problems: problems('InvalidParameterValue', 'MissingParameter'),
    operations: {
      DescribeClusters: operation(
        {
          ClusterIdentifier: optional(Type.String()),
          TagKeys: Texts,
          TagValues: Texts,
          MaxRecords: optional(Type.Integer({ minimum: 20, maximum: MOST_RECORDS })),
          Marker: optional(Type.String()),
        },
        async ({ ClusterIdentifier: named, TagKeys, TagValues, MaxRecords = MOST_RECORDS, Marker }) => {
          const { system } = estate
          const all = resourcesOf(estate, 'redshift')
            .filter(([id]) => named === undefined || redshiftClusterId(system, id) === named)
            .filter(([, { tags }]) => !TagKeys || TagKeys.some((key) => key in tags))
            .filter(([, { tags }]) => !TagValues || TagValues.some((it) => Object.values(tags).includes(it)))
          if (named !== undefined && all.length === 0)
            throw new AwsError('ClusterNotFoundFault', `Cluster ${named} not found.`)
          const { items, next } = pageOf(all, { token: Marker, size: MaxRecords }, invalid)
          const shapes = items.map(([id, spec]) => clusterShape(estate, id, spec))
          return { Clusters: await Promise.all(shapes), Marker: next }
        },
      ),
    },
  })

async function clusterShape({ system, engines, since }: Estate, id: string, spec: Redshift) {
  const engine = engines.of(id)
  const { host, port } = engine.endpoint()
  const serves = (await engine.health()) === null
  const name = redshiftClusterId(system, id)
  return {
    ClusterIdentifier: name,
    ClusterNamespaceArn: arn(system, 'redshift', `namespace:${name}`),
    ClusterStatus: serves ? 'available' : 'rebooting',
    ClusterAvailabilityStatus: serves ? 'Available' : 'Unavailable',
    NodeType: spec.nodeType,
    NumberOfNodes: spec.nodes,
    MasterUsername: platform.database.user,
    DBName: spec.database,
    Endpoint: { Address: host, Port: port },
    ClusterCreateTime: since,
    AutomatedSnapshotRetentionPeriod: spec.snapshotDays,
    VpcId: vpcId(system),
    PubliclyAccessible: false,
    Encrypted: false,
    MultiAZ: 'Disabled',
    Tags: tagList(spec.tags),
  }
}
