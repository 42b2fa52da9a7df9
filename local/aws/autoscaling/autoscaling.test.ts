import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../../runtimes/fixture/cloud.ts'
import { type ComputeWorld, computeWorld } from '../fixture/compute.ts'

let world: ComputeWorld
beforeAll(async () => {
  world = await computeWorld('loyalty', 'analytics')
})
afterAll(() => world.close())
const asg = () => world.estate.runtimes.asg
const group = 'cloudcafe-loyalty'
interface Groups {
  readonly AutoScalingGroups: readonly object[]
}

test('groups are described with their limits, instances and target groups', async () => {
  const { AutoScalingGroups: all } = await world.aws.call<Groups>(
    'autoscaling',
    'describe_auto_scaling_groups',
  )
  expect(all).toHaveLength(2)
  const named = { AutoScalingGroupNames: [group, 'none'] }
  const { AutoScalingGroups } = await world.aws.call<Groups>(
    'autoscaling',
    'describe_auto_scaling_groups',
    named,
  )
  expect(AutoScalingGroups).toMatchObject([
    {
      AutoScalingGroupName: group,
      ...{ MinSize: 2, MaxSize: 4, DesiredCapacity: 2 },
      HealthCheckType: 'ELB',
      TargetGroupARNs: [expect.stringContaining('targetgroup/loyalty-service-tg/')],
      Instances: asg()
        .copies('loyalty')
        .map((it) => ({ InstanceId: it.id, LifecycleState: 'InService', HealthStatus: 'Healthy' })),
    },
  ])
})

test('instances name their group', async () => {
  const [{ id } = { id: '' }] = asg().copies('analytics')
  const input = { InstanceIds: [id] }
  expect(await world.aws.call('autoscaling', 'describe_auto_scaling_instances', input)).toMatchObject({
    AutoScalingInstances: [
      { InstanceId: id, AutoScalingGroupName: 'cloudcafe-analytics', HealthStatus: 'HEALTHY' },
    ],
  })
})

test('SetDesiredCapacity scales, within the limits of the group', async () => {
  const set = (DesiredCapacity: number) => ({ AutoScalingGroupName: group, DesiredCapacity })
  await world.aws.call('autoscaling', 'set_desired_capacity', set(3))
  await until(
    () =>
      asg()
        .copies('loyalty')
        .filter((it) => it.healthy).length === 3,
  )
  for (const [desired, how] of [
    [5, 'above max value 4'],
    [1, 'below min value 2'],
  ] as const) {
    expect(await world.aws.refused('autoscaling', 'set_desired_capacity', set(desired))).toMatchObject({
      Code: 'ValidationError',
      Message: expect.stringContaining(how),
    })
  }
  expect(asg().desired('loyalty')).toBe(3)
})
