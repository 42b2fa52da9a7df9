import { Type } from 'typebox'
import {
  arn,
  clusterName,
  ecsClusterArn,
  ecsServiceArn,
  serviceName,
  targetGroupArn,
  taskDefinitionArn,
} from '../../../model/names.ts'
import type { Copy } from '../../types.ts'
import { type Estate, entriesOf, runs, workloadsOn } from '../estate.ts'
import { type Operation, operation } from '../wire/service.ts'
import { lowerTagList } from '../wire/tags.ts'
import type { Deployment, Deployments } from './deployments.ts'
import {
  cluster,
  findService,
  include,
  invalid,
  needCluster,
  needService,
  pageNamed,
  paging,
  type Service,
} from './scope.ts'

const optional = Type.Optional
/** AWS's own page where none is asked for. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListServices.html */
const SERVICES_A_PAGE = 10

/** `ListServices`, `DescribeServices`, `UpdateService`. */
export function serviceOperations(estate: Estate, rollouts: Deployments): Record<string, Operation> {
  const { system } = estate
  return {
    ListServices: operation(
      {
        ...cluster,
        ...paging,
        launchType: optional(Type.Enum(['EC2', 'FARGATE', 'EXTERNAL'])),
        schedulingStrategy: optional(Type.Enum(['REPLICA', 'DAEMON'])),
      },
      ({ cluster: named, launchType = 'FARGATE', schedulingStrategy = 'REPLICA', ...page }) => {
        needCluster(system, named)
        const fits = launchType === 'FARGATE' && schedulingStrategy === 'REPLICA'
        const services = fits ? workloadsOn(estate, 'ecs') : []
        const arns = services.map(([id]) => ecsServiceArn(system, id))
        return pageNamed('serviceArns', arns, page, SERVICES_A_PAGE)
      },
    ),
    DescribeServices: operation(
      {
        ...cluster,
        services: Type.Array(Type.String(), { minItems: 1, maxItems: 10 }),
        ...include('TAGS'),
      },
      ({ cluster: named, services, include: sections = [] }) => {
        needCluster(system, named)
        const missing = services.filter((it) => !findService(estate, it))
        return {
          services: services
            .map((it) => findService(estate, it))
            .filter((it) => it !== undefined)
            .map((it) => serviceOf(estate, rollouts, it, sections.includes('TAGS'))),
          failures: missing.map((it) => ({ arn: serviceArnOf(estate, it), reason: 'MISSING' })),
        }
      },
    ),
    UpdateService: operation(
      {
        ...cluster,
        service: Type.String(),
        desiredCount: optional(Type.Integer({ minimum: 0 })),
        forceNewDeployment: optional(Type.Boolean()),
      },
      ({ cluster: named, service, desiredCount, forceNewDeployment = false }) => {
        needCluster(system, named)
        const found = needService(estate, service)
        if (forceNewDeployment && rollouts.of(found[0]).length > 1)
          throw invalid(`${service} is being deployed: wait until that deployment has ended`)
        if (desiredCount !== undefined) scale(estate, rollouts, found[0], desiredCount)
        if (forceNewDeployment) rollouts.begin(found[0])
        return { service: serviceOf(estate, rollouts, found, true) }
      },
    ),
  }
}

function scale({ runtimes }: Estate, rollouts: Deployments, workload: string, desired: number) {
  runtimes.ecs.setDesired(workload, desired)
  const granted = runtimes.ecs.desired(workload)
  if (granted < desired)
    rollouts.say(
      workload,
      `was unable to place ${desired - granted} tasks. Reason: this machine has no room for them.`,
    )
}

const serviceArnOf = ({ system }: Estate, named: string): string =>
  named.startsWith('arn:') ? named : arn(system, 'ecs', `service/${clusterName(system)}/${named}`)

function serviceOf(estate: Estate, rollouts: Deployments, [id, spec]: Service, tagged: boolean) {
  const { system, runtimes, since } = estate
  const tasks = runtimes.ecs.copies(id)
  const definition = taskDefinitionArn(system, id)
  const shared = {
    status: 'ACTIVE',
    ...countsOf(tasks),
    desiredCount: runtimes.ecs.desired(id),
    launchType: 'FARGATE',
    platformVersion: 'LATEST',
    taskDefinition: definition,
  }
  const deployment = (it: Deployment, index: number) => ({
    ...shared,
    ...countsOf(tasks.filter((task) => rollouts.ofTask(task).id === it.id)),
    id: it.id,
    status: index === 0 ? 'PRIMARY' : 'ACTIVE',
    createdAt: it.createdAt,
    updatedAt: it.updatedAt,
    rolloutState: it.state,
    rolloutStateReason: `ECS deployment ${it.id} ${it.state === 'COMPLETED' ? 'completed' : 'in progress'}.`,
  })
  return {
    ...shared,
    serviceArn: ecsServiceArn(system, id),
    serviceName: serviceName(system, id),
    clusterArn: ecsClusterArn(system),
    loadBalancers: balancersOf(estate, [id, spec]),
    serviceRegistries: [],
    deploymentConfiguration: {
      maximumPercent: spec.rollout.maxPercent,
      minimumHealthyPercent: spec.rollout.minHealthyPercent,
    },
    deployments: rollouts.of(id).map(deployment),
    events: rollouts.events(id),
    createdAt: since,
    schedulingStrategy: 'REPLICA',
    deploymentController: { type: 'ECS' },
    placementConstraints: [],
    placementStrategy: [],
    propagateTags: 'SERVICE',
    enableECSManagedTags: true,
    enableExecuteCommand: false,
    ...(tagged ? { tags: lowerTagList(spec.tags) } : {}),
  }
}

const countsOf = (tasks: readonly Copy[]) => ({
  runningCount: tasks.filter(runs).length,
  pendingCount: tasks.filter(({ state }) => state === 'provisioning').length,
})

const balancersOf = (estate: Estate, [id, spec]: Service) =>
  entriesOf(estate, 'alb')
    .flatMap(([, { routes }]) => routes)
    .filter((route) => route.to === id)
    .map((route) => ({
      targetGroupArn: targetGroupArn(estate.system, route.targetGroup),
      containerName: id,
      containerPort: spec.port,
    }))
