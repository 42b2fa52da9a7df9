import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../../runtimes/fixture/cloud.ts'
import { type ComputeWorld, computeWorld } from '../fixture/compute.ts'

let world: ComputeWorld
beforeAll(async () => {
  world = await computeWorld('loyalty', 'analytics')
})
afterAll(() => world.close())
const asg = () => world.estate.runtimes.asg
const copyOf = (id: string) =>
  asg()
    .copies()
    .find((it) => it.id === id)

interface Instance {
  readonly InstanceId: string
  readonly State: { readonly Name: string }
}
interface Described {
  readonly Reservations: readonly { readonly Instances: readonly Instance[] }[]
  readonly NextToken?: string
}
async function described(input: object = {}) {
  const { Reservations } = await world.aws.call<Described>('ec2', 'describe_instances', input)
  return Reservations.flatMap((it) => it.Instances)
}
const filter = (Name: string, ...Values: string[]) => ({ Filters: [{ Name, Values }] })
const ids = (instances: readonly Instance[]) => instances.map((it) => it.InstanceId).sort()

test('instances are described as they run', async () => {
  const [copy] = asg().copies('loyalty')
  const [instance] = await described({ InstanceIds: [copy!.id] })
  expect(instance).toMatchObject({
    InstanceId: copy!.id,
    State: { Code: 16, Name: 'running' },
    InstanceType: 't3.large',
    Placement: { AvailabilityZone: `us-east-1${copy!.zone}` },
    VpcId: 'vpc-cloudcafe',
    SubnetId: `subnet-cloudcafe-private-${copy!.zone}`,
    PrivateIpAddress: '127.0.0.1',
    Tags: expect.arrayContaining([
      { Key: 'aws:autoscaling:groupName', Value: 'cloudcafe-loyalty' },
      { Key: 'Service', Value: 'loyalty' },
    ]),
  })
})

test('filters narrow: values are alternatives, filters add up', async () => {
  const of = (workload: string) =>
    asg()
      .copies(workload)
      .map((it) => it.id)
      .sort()
  expect(ids(await described())).toEqual([...of('loyalty'), ...of('analytics')].sort())
  expect(ids(await described(filter('tag:Service', 'analytics')))).toEqual(of('analytics'))
  expect(ids(await described(filter('tag:Service', 'loy*', 'analytic?')))).toHaveLength(4)
  expect(await described(filter('instance-state-name', 'stopped', 'stopping'))).toEqual([])
  const [{ id, zone } = { id: '', zone: 'a' }] = asg().copies('loyalty')
  const both = [
    ...filter('instance-id', id).Filters,
    ...filter('availability-zone', `us-east-1${zone}`).Filters,
  ]
  expect(ids(await described({ Filters: both }))).toEqual([id])
  const elsewhere = [
    ...filter('instance-id', id).Filters,
    ...filter('availability-zone', 'us-east-1x').Filters,
  ]
  expect(await described({ Filters: elsewhere })).toEqual([])
})

test('an instance is stopped, stays, and is started again', async () => {
  const [{ id } = { id: '' }] = asg().copies('analytics')
  const before = copyOf(id)!.pid
  const input = { InstanceIds: [id] }
  expect(await world.aws.call('ec2', 'stop_instances', input)).toMatchObject({
    StoppingInstances: [
      { InstanceId: id, PreviousState: { Name: 'running' }, CurrentState: { Name: 'stopping' } },
    ],
  })
  await until(() => copyOf(id)?.state === 'stopped')
  expect(ids(await described(filter('instance-state-name', 'stopped')))).toEqual([id])
  expect(await world.aws.call('ec2', 'stop_instances', input)).toMatchObject({
    StoppingInstances: [{ PreviousState: { Name: 'stopped' }, CurrentState: { Name: 'stopped' } }],
  })
  expect(await world.aws.call('ec2', 'start_instances', input)).toMatchObject({
    StartingInstances: [{ PreviousState: { Name: 'stopped' }, CurrentState: { Name: 'pending' } }],
  })
  await until(() => copyOf(id)?.healthy)
  expect(copyOf(id)!.pid).not.toBe(before)
})

test('a terminated instance is replaced and cannot be started', async () => {
  const [{ id } = { id: '' }] = asg().copies('loyalty')
  const input = { InstanceIds: [id] }
  expect(await world.aws.call('ec2', 'terminate_instances', input)).toMatchObject({
    TerminatingInstances: [{ InstanceId: id, CurrentState: { Name: 'shutting-down' } }],
  })
  await until(() => copyOf(id)?.state === 'stopped')
  expect(await described(input)).toMatchObject([{ State: { Code: 48, Name: 'terminated' } }])
  expect(await world.aws.refused('ec2', 'start_instances', input)).toMatchObject({
    Code: 'IncorrectInstanceState',
  })
  await until(
    () =>
      asg()
        .copies('loyalty')
        .filter((it) => it.healthy).length === 2,
  )
})

test('the zones are those of the model', async () => {
  expect(await world.aws.call('ec2', 'describe_availability_zones')).toMatchObject({
    AvailabilityZones: world.estate.system.zones.map((zone) => ({
      ZoneName: `us-east-1${zone}`,
      State: 'available',
    })),
  })
})

test('an unknown instance among others is an error, and nothing is changed', async () => {
  const [{ id } = { id: '' }] = asg()
    .copies('loyalty')
    .filter((it) => it.healthy)
  const input = { InstanceIds: [id, 'i-0123456789abcdef0'] }
  expect(await world.aws.refused('ec2', 'terminate_instances', input)).toMatchObject({
    Code: 'InvalidInstanceID.NotFound',
    Message: expect.stringContaining('i-0123456789abcdef0'),
  })
  expect(copyOf(id)).toMatchObject({ state: 'running' })
  const dry = { InstanceIds: [id], DryRun: true }
  expect(await world.aws.refused('ec2', 'stop_instances', dry)).toMatchObject({
    Code: 'DryRunOperation',
    status: 412,
  })
  expect(copyOf(id)).toMatchObject({ state: 'running' })
})

test.each([
  ['an id that is none', 'describe_instances', { InstanceIds: ['loyalty'] }, 'InvalidInstanceID.Malformed'],
  ['an unknown filter', 'describe_instances', filter('colour', 'red'), 'InvalidParameterValue'],
  [
    'a parameter that is not served',
    'stop_instances',
    { InstanceIds: ['i-0'], Hibernate: true },
    'InvalidParameterValue',
  ],
  ['an operation that is not served', 'describe_vpcs', {}, 'InvalidAction'],
])('%s is refused as AWS does', async (_, operation, input, code) => {
  expect(await world.aws.refused('ec2', operation, input)).toMatchObject({ Code: code, status: 400 })
})
