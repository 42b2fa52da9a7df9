import { describe, expect, it } from 'vitest'
import { nodePort, subnetName, zoneName } from '../model/names.ts'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { endpointServices } from './endpoints.ts'
import { reference, synthesised } from './fixtures/synthesised.ts'
import { profiles } from './profiles.ts'

const dev = synthesised()
const prod = synthesised({ CAFE_STAGE: 'prod' })
const subnets = Object.entries(cloudcafe.subnets).flatMap(([tier, cidrs]) =>
  cidrs.map((cidr, at) => [tier, cloudcafe.zones[at]!, cidr] as const),
)
const groups = Object.entries(cloudcafe.securityGroups)

describe('the VPC', () => {
  it('has the range of the model', () => {
    expect(dev.one('aws_vpc', 'vpc').cidr_block).toBe('10.0.0.0/16')
  })

  it.each(subnets)('has a subnet %s in zone %s: %s', (tier, zone, cidr) => {
    const subnet = dev.one('aws_subnet', `${tier}-${zone}`)
    expect(subnet.cidr_block).toBe(cidr)
    expect(subnet.availability_zone).toBe(zoneName(cloudcafe, zone))
    expect(subnet.tags.Name).toBe(subnetName(cloudcafe, tier, zone))
    expect(subnet.map_public_ip_on_launch).toBeUndefined()
  })

  it('has one NAT gateway in dev, one for each zone in prod, and a way through one from every private subnet', () => {
    for (const [profile, synth] of [
      ['dev', dev],
      ['prod', prod],
    ] as const) {
      expect(Object.keys(synth.of('aws_nat_gateway'))).toHaveLength(cloudcafe.operations.natGateways[profile])
      const used = cloudcafe.zones.map((zone) => synth.one('aws_route', `private-${zone}-out`).nat_gateway_id)
      expect(new Set(used).size).toBe(cloudcafe.operations.natGateways[profile])
    }
  })

  it('gives databases no way out', () => {
    const routes = Object.values(dev.of('aws_route'))
    expect(routes.filter((it) => it.route_table_id.includes('database'))).toEqual([])
    for (const zone of cloudcafe.zones) {
      const { route_table_id } = dev.one('aws_route_table_association', `database-${zone}-routes-of`)
      expect(route_table_id).toBe(reference('aws_route_table', 'database-routes'))
    }
  })

  const endpointsOf = (terraform: typeof dev) =>
    Object.values(terraform.of('aws_vpc_endpoint')).map(
      (it): string => it.service_name.split('us-east-1.')[1],
    )

  it.each([
    ['dev', dev],
    ['prod', prod],
  ] as const)('reaches what the model uses by endpoints (%s)', (profile, terraform) => {
    const services = endpointServices({ system: cloudcafe, profile: profiles[profile] })
    expect(endpointsOf(terraform).sort()).toEqual([...services, 'dynamodb', 's3'].sort())
    const used = [
      'sqs',
      'sns',
      'kinesis-streams',
      'secretsmanager',
      'redshift-data',
      'logs',
      'monitoring',
      'kms',
    ]
    expect(services).toEqual(expect.arrayContaining(used))
  })

  it('leaves what runtimes need to the NAT gateway in dev, and has endpoints of it in every zone of production', () => {
    const ofRuntimes = ['ecr.api', 'ecr.dkr', 'eks-auth', 'ssm', 'sts']
    expect(endpointsOf(dev).filter((it) => ofRuntimes.includes(it))).toEqual([])
    expect(endpointsOf(prod)).toEqual(expect.arrayContaining(ofRuntimes))
    for (const it of Object.values(prod.of('aws_vpc_endpoint')))
      if (it.vpc_endpoint_type === 'Interface') expect(it.subnet_ids.length).toBe(cloudcafe.zones.length)
  })
})

describe('security groups', () => {
  it.each(groups)('%s lets in what the model says and nothing else', (id, group) => {
    expect(dev.one('aws_security_group', `${id}-group`).name).toBe(group.name)
    const rules = Object.values(dev.of('aws_vpc_security_group_ingress_rule'))
      .filter((it) => it.security_group_id === reference('aws_security_group', `${id}-group`))
      .map((it) => [
        it.ip_protocol === '-1' ? 'all' : it.from_port,
        it.cidr_ipv4 ?? it.referenced_security_group_id,
      ])
    const from = (source: string) =>
      Object.hasOwn(cloudcafe.securityGroups, source)
        ? reference('aws_security_group', `${source}-group`)
        : source.replace('vpc', cloudcafe.vpcCidr)
    const wanted = group.inbound.flatMap((it) =>
      (it.ports === 'all' ? ['all'] : it.ports).map((port) => [port, from(it.from)]),
    )
    expect(rules.sort()).toEqual(wanted.sort())
  })

  it('of the document are as it has them: what other stacks let in stands in a group that was added', () => {
    const { aws_vpc_security_group_ingress_rule: own } = dev.stack('network').resource
    const all = dev.of('aws_vpc_security_group_ingress_rule')
    const elsewhere = Object.entries(all).filter(([name]) => !own[name])
    expect(elsewhere).not.toEqual([])
    for (const [, it] of elsewhere) {
      expect(it.security_group_id).toContain('aws_security_grouplattice-group')
      expect(it.prefix_list_id).toContain('lattice-addresses')
    }
  })

  it('that let in the service network are borne by what it leads to', () => {
    const borne = [
      dev.one('aws_ecs_service', 'order-service').network_configuration.security_groups,
      dev.one('aws_launch_template', 'node-template').vpc_security_group_ids,
    ]
    for (const ids of borne) expect(ids.join()).toContain('aws_security_grouplattice-group')
    expect(dev.one('aws_launch_template', 'loyalty-template').vpc_security_group_ids).toHaveLength(1)
    const ports = Object.values(dev.of('aws_vpc_security_group_ingress_rule'))
      .filter((it) => it.prefix_list_id)
      .map((it) => it.from_port)
    expect(ports.sort()).toEqual(
      [cloudcafe.workloads.order.port, nodePort('inventory'), nodePort('menu')].sort(),
    )
  })

  it('names each port alone, over TCP', () => {
    for (const it of Object.values(dev.of('aws_vpc_security_group_ingress_rule'))) {
      if (it.ip_protocol === '-1') continue
      expect(it.ip_protocol).toBe('tcp')
      expect(it.to_port).toBe(it.from_port)
    }
  })

  it('lets stores start no connection', () => {
    const stores = ['rds', 'elasticache', 'redshift', 'documentdb', 'endpoints']
    const out = Object.values(dev.of('aws_vpc_security_group_egress_rule')).map((it) => it.security_group_id)
    for (const id of stores) expect(out).not.toContain(reference('aws_security_group', `${id}-group`))
  })

  it('leaves the default group without a rule', () => {
    const { ingress, egress } = dev.one('aws_default_security_group', 'default-group')
    expect([ingress, egress]).toEqual([undefined, undefined])
  })
})
