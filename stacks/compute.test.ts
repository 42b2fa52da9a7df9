import { describe, expect, it } from 'vitest'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { podsPerNode } from './constructs/node-room.ts'
import { type Block, synthesised } from './fixtures/synthesised.ts'
import { functionsOf, longRunningOn } from './workloads.ts'

const dev = synthesised()
const groups = Object.values(dev.of('aws_cloudwatch_log_group')).map((it) => it.name)

describe.each(longRunningOn(cloudcafe, 'ecs'))('tasks of %s', (id, { scaling }) => {
  const service = dev.one('aws_ecs_service', `${id}-service`)

  it('are on demand up to the smallest number, and on Spot above it', () => {
    const [base, spot] = service.capacity_provider_strategy
    expect(base).toEqual({ capacity_provider: 'FARGATE', base: scaling.min, weight: 0 })
    expect(spot).toEqual({ capacity_provider: 'FARGATE_SPOT', weight: 1 })
  })

  it('scale on CPU within the bounds of the model', () => {
    expect(dev.one('aws_appautoscaling_target', `${id}-scaling`)).toMatchObject({
      min_capacity: scaling.min,
      max_capacity: scaling.max,
    })
    const { target_tracking_scaling_policy_configuration: tracking } = dev.one(
      'aws_appautoscaling_policy',
      `${id}-cpu`,
    )
    expect(scaling.on === 'cpu' && tracking.target_value).toBe(scaling.on === 'cpu' && scaling.target)
    expect(tracking.predefined_metric_specification.predefined_metric_type).toBe(
      'ECSServiceAverageCPUUtilization',
    )
  })

  it('go back to what ran when a deployment fails', () => {
    expect(service.deployment_circuit_breaker).toEqual({ enable: true, rollback: true })
  })
})

it('the ECS cluster has Container Insights', () => {
  expect(dev.one('aws_ecs_cluster', 'cluster').setting).toEqual([
    { name: 'containerInsights', value: 'enabled' },
  ])
})

/** What a block waits for, and outlives when both go. */
const after = (type: string, name: string): readonly string[] => dev.one(type, name).depends_on ?? []

describe('the EKS cluster', () => {
  it('has its role’s rights and its log group before it, and until it has gone', () => {
    expect(after('aws_eks_cluster', 'cluster')).toEqual([
      'aws_iam_role_policy_attachment.cluster-AmazonEKSClusterPolicy',
      'aws_cloudwatch_log_group.pods-1-logs',
    ])
  })

  it('has nodes only with a network plugin and their rights, as they are not ready without', () => {
    const before = after('aws_eks_node_group', 'nodes')
    for (const addon of ['vpc-cni', 'kube-proxy', 'eks-pod-identity-agent'])
      expect(before).toContain(`aws_eks_addon.${addon}`)
    expect(before).toContain('aws_iam_role_policy_attachment.nodes-AmazonEKS_CNI_Policy')
  })

  it.each(['coredns', 'metrics-server', 'amazon-cloudwatch-observability'])(
    'has %s when there are nodes for it',
    (addon) => {
      expect(after('aws_eks_addon', addon)).toContain('aws_eks_node_group.nodes')
    },
  )

  it('has Container Insights, with groups that do not keep lines for ever, and changes no pod to trace it', () => {
    const { depends_on, configuration_values } = dev.one('aws_eks_addon', 'amazon-cloudwatch-observability')
    for (const name of ['application', 'dataplane', 'host', 'performance']) {
      expect(depends_on).toContain(`aws_cloudwatch_log_group.insights-${name}-logs`)
      expect(groups).toContain(`/aws/containerinsights/cloudcafe/${name}`)
    }
    const { manager } = JSON.parse(configuration_values)
    expect(manager.applicationSignals.autoMonitor.monitorAllServices).toBe(false)
  })

  it('has room on its nodes for the smallest and the largest number of pods', () => {
    const { min_size, max_size } = dev.one('aws_eks_node_group', 'nodes').scaling_config
    const nodes = (size: 'min' | 'max') =>
      longRunningOn(cloudcafe, 'eks').reduce(
        (sum, [, it]) => sum + Math.ceil(it.scaling[size] / podsPerNode(it)),
        0,
      )
    expect([min_size, max_size]).toEqual([nodes('min'), nodes('max')])
  })
})

it.each(longRunningOn(cloudcafe, 'eks'))(
  'the deployment of %s begins with the replicas of the model',
  (id, it_) => {
    const { spec, lifecycle } = dev.one('kubernetes_deployment_v1', `${id}-deployment`)
    expect(spec.replicas).toBe(String(it_.scaling.min))
    expect(lifecycle.ignore_changes).toContain('spec[0].replicas')
  },
)

it('pods stand on Spot nodes, in every zone', () => {
  const { capacity_type, scaling_config } = dev.one('aws_eks_node_group', 'nodes')
  expect(capacity_type).toBe('SPOT')
  expect(scaling_config.min_size).toBeGreaterThanOrEqual(cloudcafe.zones.length)
})

describe.each(longRunningOn(cloudcafe, 'asg', 'ec2'))('instances of %s', (id, { scaling, instanceType }) => {
  it('are of the model’s type, as many as it says, and ask for metadata with a token', () => {
    const template = dev.one('aws_launch_template', `${id}-template`)
    expect(template.instance_type).toBe(instanceType)
    expect(template.metadata_options.http_tokens).toBe('required')
    expect(template.block_device_mappings.every((it: Block) => it.ebs.encrypted === 'true')).toBe(true)
    const { min_size, max_size } = dev.one('aws_autoscaling_group', `${id}-group`)
    expect([min_size, max_size]).toEqual([scaling.min, scaling.max])
  })

  it('are replaced by their successors, and not rolled back to an image that is looked up, which AWS refuses', () => {
    const { instance_refresh } = dev.one('aws_autoscaling_group', `${id}-group`)
    expect(instance_refresh.preferences).toEqual({ min_healthy_percentage: 100, max_healthy_percentage: 200 })
    expect(dev.one('aws_launch_template', `${id}-template`).image_id).toMatch(/^resolve:ssm:/)
  })
})

it.each(['password-rotation', 'gameday-query'])(
  'function %s keeps the rights to its network interfaces until it has gone',
  (name) => {
    expect(dev.one('aws_lambda_function', name).depends_on).toContain(`aws_iam_role_policy.${name}-policy`)
  },
)

describe.each(functionsOf(cloudcafe))('function %s', (id, it_) => {
  it('has its time, its memory and its share of the account’s concurrency', () => {
    expect(dev.one('aws_lambda_function', id)).toMatchObject({
      memory_size: it_.memoryMiB,
      timeout: it_.timeoutSeconds,
      reserved_concurrent_executions: it_.reservedConcurrency,
    })
  })
})

it.each(Object.entries(cloudcafe.workloads).filter(([, it]) => it.on !== 'outside'))(
  'the log group of %s is made',
  (_id, { logGroup }) => {
    expect(groups).toContain(logGroup)
  },
)
