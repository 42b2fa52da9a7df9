import { afterAll, beforeAll, expect, test } from 'vitest'
import { albName, listenerRuleArn } from '../../../model/names.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { until } from '../../runtimes/fixture/cloud.ts'
import { type ComputeWorld, computeWorld } from '../fixture/compute.ts'
import { witnessed } from '../fixture/witness.ts'

let world: ComputeWorld
beforeAll(async () => {
  world = await computeWorld('order', 'inventory', 'menu', 'loyalty')
})
afterAll(() => world.close())
const describe = <T>(what: string, input: object = {}) =>
  world.aws.call<T>('elbv2', `describe_${what}`, input)

interface Groups {
  readonly TargetGroups: readonly { readonly TargetGroupArn: string; readonly TargetGroupName: string }[]
}
interface Balancers {
  readonly LoadBalancers: readonly { readonly LoadBalancerArn: string; readonly Type: string }[]
}
interface Health {
  readonly TargetHealthDescriptions: readonly {
    readonly Target: { readonly Id: string; readonly Port: number }
    readonly TargetHealth: { readonly State: string }
  }[]
}
const arnOfGroup = async (name: string) =>
  (await describe<Groups>('target_groups', { Names: [name] })).TargetGroups[0]!.TargetGroupArn
const arnOfAlb = async () =>
  (await describe<Balancers>('load_balancers', { Names: ['cloudcafe-alb'] })).LoadBalancers[0]!
    .LoadBalancerArn

test('what runs is read alike by botocore and the SDK', async () => {
  const read = (service: string, operation: string, input?: object) =>
    witnessed(world.aws, service, operation, input)
  const cluster = 'cloudcafe'
  await read('elbv2', 'DescribeLoadBalancers')
  await read('elbv2', 'DescribeTargetGroups')
  await read('elbv2', 'DescribeListeners', { LoadBalancerArn: await arnOfAlb() })
  await read('autoscaling', 'DescribeAutoScalingGroups')
  await read('autoscaling', 'DescribeAutoScalingInstances')
  await read('ec2', 'DescribeInstances', {
    Filters: [{ Name: 'instance-state-name', Values: ['running', 'pending'] }],
  })
  await read('ec2', 'DescribeAvailabilityZones')
  await read('ecs', 'ListClusters')
  await read('ecs', 'DescribeClusters', { clusters: [cluster] })
  await read('ecs', 'ListTasks', { cluster })
  await read('ecs', 'DescribeServices', {
    cluster,
    services: ['cloudcafe-order-service'],
    include: ['TAGS'],
  })
  await read('eks', 'ListClusters')
  await read('eks', 'DescribeCluster', { name: cluster })
})

test('load balancers say where they listen', async () => {
  const { LoadBalancers } = await describe<Balancers>('load_balancers')
  expect(LoadBalancers).toMatchObject([
    {
      LoadBalancerName: 'cloudcafe-alb',
      Type: 'application',
      Scheme: 'internet-facing',
      DNSName: '127.0.0.1',
    },
    { LoadBalancerName: 'cloudcafe-nlb', Type: 'network', Scheme: 'internal' },
  ])
  const [alb] = LoadBalancers
  expect(await describe('listeners', { LoadBalancerArn: alb!.LoadBalancerArn })).toMatchObject({
    Listeners: [
      { Port: world.estate.ports.alb, Protocol: 'HTTP', DefaultActions: [{ Type: 'fixed-response' }] },
    ],
  })
})

test('target groups are those of the routes', async () => {
  const { TargetGroups } = await describe<Groups>('target_groups', { LoadBalancerArn: await arnOfAlb() })
  expect(TargetGroups.map((it) => it.TargetGroupName)).toEqual(
    cloudcafe.entries.alb.routes.map((route) => route.targetGroup),
  )
  expect(TargetGroups[0]).toMatchObject({ TargetType: 'ip', HealthCheckPath: '/ready', Port: 8080 })
  const arn = await arnOfGroup('loyalty-service-tg')
  expect(await describe('target_groups', { TargetGroupArns: [arn] })).toMatchObject({
    TargetGroups: [{ TargetType: 'instance', Protocol: 'TCP' }],
  })
})

test('targets are the copies: tasks by address and port, instances by id', async () => {
  const TargetGroupArn = await arnOfGroup('order-service-tg')
  const tasks = world.estate.runtimes.ecs.copies('order')
  expect(await describe<Health>('target_health', { TargetGroupArn })).toMatchObject({
    TargetHealthDescriptions: tasks.map((task) => ({
      Target: { Id: '127.0.0.1', Port: task.port, AvailabilityZone: `us-east-1${task.zone}` },
      TargetHealth: { State: 'healthy' },
    })),
  })
  const instances = { TargetGroupArn: await arnOfGroup('loyalty-service-tg') }
  const { TargetHealthDescriptions } = await describe<Health>('target_health', instances)
  expect(TargetHealthDescriptions.map((it) => it.Target.Id)).toEqual(
    world.estate.runtimes.asg.copies('loyalty').map((it) => it.id),
  )
})

test('a target that hangs is not healthy, until it has been restarted', async () => {
  const TargetGroupArn = await arnOfGroup('menu-service-tg')
  const { eks } = world.estate.runtimes
  const states = async () =>
    (await describe<Health>('target_health', { TargetGroupArn })).TargetHealthDescriptions.map(
      (it) => it.TargetHealth.State,
    )
  const [pod] = eks.copies('menu')
  const pid = pod!.pid!
  process.kill(pid, 'SIGSTOP')
  await until(() => !pod!.healthy)
  // its liveness probe may have restarted it already, and then it starts
  expect(await states()).toEqual([expect.stringMatching(/^(unhealthy|initial)$/), 'healthy'])
  await until(() => eks.copies('menu').every((it) => it.healthy))
  expect(await states()).toEqual(['healthy', 'healthy'])
  expect(eks.copies('menu').map((it) => it.pid)).not.toContain(pid)
})

test('rules are the live ones: one that is given other paths has them until it gets its own back', async () => {
  const { Listeners } = await describe<{ Listeners: { ListenerArn: string }[] }>('listeners', {
    LoadBalancerArn: await arnOfAlb(),
  })
  const { ListenerArn } = Listeners[0]!
  const paths = async () =>
    (
      await describe<{ Rules: { Priority: string; Conditions: { Values: string[] }[] }[] }>('rules', {
        ListenerArn,
      })
    ).Rules.map((it) => [it.Priority, it.Conditions[0]?.Values])
  const whole = [
    ['1', ['/api/orders', '/api/orders/*']],
    ['2', ['/api/menu', '/api/menu/*']],
    ['3', ['/api/inventory', '/api/inventory/*']],
    ['default', undefined],
  ]
  expect(await paths()).toEqual(whole)
  const RuleArn = listenerRuleArn(cloudcafe, albName(cloudcafe, 'alb'), 2)
  const modify = (...Values: string[]) =>
    world.aws.call('elbv2', 'modify_rule', {
      RuleArn,
      Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values } }],
    })
  await modify('/tea')
  expect(await paths()).toEqual(whole.map((it) => (it[0] === '2' ? ['2', ['/tea']] : it)))
  await modify('/api/menu', '/api/menu/*')
  expect(await paths()).toEqual(whole)
})

test.each([
  ['an unknown load balancer', 'elbv2', 'describe_load_balancers', { Names: ['x'] }, 'LoadBalancerNotFound'],
  [
    'an unknown target group',
    'elbv2',
    'describe_target_health',
    { TargetGroupArn: 'x' },
    'TargetGroupNotFound',
  ],
  [
    'a change of the default rule',
    'elbv2',
    'modify_rule',
    {
      RuleArn: listenerRuleArn(cloudcafe, albName(cloudcafe, 'alb'), 0),
      Conditions: [{ Field: 'path-pattern', Values: ['/tea'] }],
    },
    'OperationNotPermitted',
  ],
  ['rules of nothing', 'elbv2', 'describe_rules', {}, 'ValidationError'],
  ['an operation that is not served', 'elbv2', 'describe_account_limits', {}, 'InvalidAction'],
  ['a classic load balancer', 'elb', 'describe_load_balancers', {}, 'InvalidAction'],
])('%s is refused as AWS does', async (_, api, operation, input, code) => {
  expect(await world.aws.refused(api, operation, input)).toMatchObject({ Code: code, status: 400 })
})
