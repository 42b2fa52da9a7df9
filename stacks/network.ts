import { Eip } from '@cdktf/provider-aws/lib/eip/index.js'
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway/index.js'
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway/index.js'
import { Route } from '@cdktf/provider-aws/lib/route/index.js'
import { RouteTable } from '@cdktf/provider-aws/lib/route-table/index.js'
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association/index.js'
import { Subnet } from '@cdktf/provider-aws/lib/subnet/index.js'
import { Vpc } from '@cdktf/provider-aws/lib/vpc/index.js'
import type { Construct } from 'constructs'
import type { Zone } from '../model/kinds.ts'
import { stackName, subnetName, zoneName } from '../model/names.ts'
import { ANYWHERE } from './addresses.ts'
import { endpoints } from './endpoints.ts'
import { type SecurityGroups, securityGroups } from './security-groups.ts'
import type { Site } from './site.ts'
import { Stack } from './stack.ts'

type Tier = keyof Site['system']['subnets']

/** The VPC with its subnets, routes, endpoints and security groups. */
export class NetworkStack extends Stack {
  readonly vpcId: string
  /** Ids of a tier's subnets, one for each zone, in the order of the model's zones. */
  readonly subnetIds: Readonly<Record<Tier, readonly string[]>>
  readonly groups: SecurityGroups

  constructor(scope: Construct, site: Site) {
    super(scope, site, 'network')
    const { system } = site
    const vpc = new Vpc(this, 'vpc', {
      cidrBlock: system.vpcCidr,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: system.id },
    })
    this.vpcId = vpc.id
    const ids = (tier: Tier) => system.zones.map((zone, index) => this.#subnet(tier, zone, index))
    this.subnetIds = { public: ids('public'), private: ids('private'), database: ids('database') }
    this.groups = securityGroups(this, vpc.id)
    const tables = this.#routes()
    endpoints(this, { vpcId: vpc.id, tables, subnets: this.subnetIds.private, groups: this.groups })
  }

  #subnet(tier: Tier, zone: Zone, index: number): string {
    const { system } = this.site
    const subnet = new Subnet(this, `${tier}-${zone}`, {
      vpcId: this.vpcId,
      cidrBlock: system.subnets[tier][index]!,
      availabilityZone: zoneName(system, zone),
      tags: { Name: subnetName(system, tier, zone), Tier: tier, ...BALANCER_TAGS[tier] },
    })
    return subnet.id
  }

  /** Public subnets lead to the internet, private ones through a NAT gateway, database ones nowhere; returns all tables. */
  #routes(): readonly string[] {
    const gateway = new InternetGateway(this, 'internet', {
      vpcId: this.vpcId,
      tags: { Name: this.site.system.id },
    })
    const open = this.#table('public', 'public', this.site.system.zones)
    new Route(this, 'public-out', {
      routeTableId: open,
      destinationCidrBlock: ANYWHERE,
      gatewayId: gateway.id,
    })
    const nats = this.#natGateways(gateway)
    const inner = this.site.system.zones.map((zone, index) => {
      const table = this.#table(`private-${zone}`, 'private', [zone])
      const natGatewayId = nats[index % nats.length]!
      new Route(this, `private-${zone}-out`, {
        routeTableId: table,
        destinationCidrBlock: ANYWHERE,
        natGatewayId,
      })
      return table
    })
    return [open, ...inner, this.#table('database', 'database', this.site.system.zones)]
  }

  #table(id: string, tier: Tier, zones: readonly Zone[]): string {
    const table = new RouteTable(this, `${id}-routes`, {
      vpcId: this.vpcId,
      tags: { Name: stackName(this.site.system, id) },
    })
    for (const zone of zones) {
      const subnetId = this.subnetIds[tier][this.site.system.zones.indexOf(zone)]!
      new RouteTableAssociation(this, `${tier}-${zone}-routes-of`, { subnetId, routeTableId: table.id })
    }
    return table.id
  }

  #natGateways(internet: InternetGateway): readonly string[] {
    const { system, profileId } = this.site
    return system.zones.slice(0, system.operations.natGateways[profileId]).map((zone, index) => {
      const tags = { Name: stackName(system, `nat-${zone}`) }
      const address = new Eip(this, `nat-${zone}-address`, { domain: 'vpc', tags })
      const subnetId = this.subnetIds.public[index]!
      const nat = new NatGateway(this, `nat-${zone}`, {
        allocationId: address.allocationId,
        subnetId,
        tags,
        dependsOn: [internet],
      })
      return nat.id
    })
  }
}

/** Where the load-balancer controller of EKS looks for subnets. https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html */
const BALANCER_TAGS: Readonly<Record<Tier, Readonly<Record<string, string>>>> = {
  public: { 'kubernetes.io/role/elb': '1' },
  private: { 'kubernetes.io/role/internal-elb': '1' },
  database: {},
}
