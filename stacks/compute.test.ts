import { describe, expect, it } from 'vitest'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
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
})

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
