import { Type } from 'typebox'
import { clusterName, eksClusterArn, subnetId, vpcId } from '../../../model/names.ts'
import type { AwsService } from '../../types.ts'
import { type Estate, runs } from '../estate.ts'
import { AwsError, problems } from '../wire/error.ts'
import { pageOf } from '../wire/page.ts'
import { awsService, operation } from '../wire/service.ts'

const invalid = (message: string) => new AwsError('InvalidParameterException', message)
const NO_API =
  'There is no Kubernetes API here: the pods run, are checked, replaced and scaled as by EKS, but kubectl has ' +
  "nothing to talk to. './cafe status' and FIS's EKS actions know the pods."

/** EKS of the one cluster whose pods run here; it says where a user sees it that kubectl cannot reach them. */
export function eksService(estate: Estate): AwsService {
  const { system } = estate
  return awsService({
    signingName: 'eks',
    client: () => import('@aws-sdk/client-eks'),
    problems: problems('InvalidParameterException'),
    operations: {
      ListClusters: operation(
        {
          maxResults: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
          nextToken: Type.Optional(Type.String()),
          include: Type.Optional(Type.String()),
        },
        ({ maxResults = 100, nextToken }) => {
          const { items, next } = pageOf(
            [clusterName(system)],
            { token: nextToken, size: maxResults },
            invalid,
          )
          return { clusters: items, nextToken: next }
        },
      ),
      DescribeCluster: operation({ name: Type.String() }, ({ name }) => {
        if (name === clusterName(system)) return { cluster: clusterOf(estate) }
        throw new AwsError('ResourceNotFoundException', `No cluster found for name: ${name}.`)
      }),
    },
  })
}

function clusterOf({ system, runtimes, since }: Estate) {
  const pods = runtimes.eks.copies().filter(runs)
  return {
    name: clusterName(system),
    arn: eksClusterArn(system),
    createdAt: since,
    status: 'ACTIVE',
    resourcesVpcConfig: {
      subnetIds: system.zones.map((zone) => subnetId(system, 'private', zone)),
      securityGroupIds: [],
      vpcId: vpcId(system),
      endpointPublicAccess: false,
      endpointPrivateAccess: false,
    },
    health: {
      issues: [{ code: 'ClusterUnreachable', message: NO_API, resourceIds: pods.map((pod) => pod.id) }],
    },
    tags: { System: system.id, KubernetesApi: 'none' },
  }
}
