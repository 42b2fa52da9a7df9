import { onAws, rows } from './row.ts'

const vpc = onAws('network', 'network')
const groups = onAws('network', 'security-groups')
const onEdge = onAws('edge', 'edge')
const engines = { in: ['local/engines'], test: 'local/engines/index.test.ts' }
const onNodes = {
  ...onEdge,
  deviation:
    'its targets are the nodes, each of which hands on to a pod that is ready: to know pods by address takes a controller in the cluster',
}
const alb = { in: ['local/entries/alb.ts'], test: 'local/entries/alb.test.ts' }

/** Caches, network and balancers. */
export const network = [
  ...rows(
    'Caches',
    ['menu items: 5 minutes', 'resources.elasticache.ttlSeconds.menu', 300, engines],
    ['user sessions: 30 minutes', 'resources.elasticache.ttlSeconds.session', 1800, engines],
    ['store metadata: 1 hour', 'resources.elasticache.ttlSeconds.store', 3600, engines],
    ['eviction LRU', 'resources.elasticache.evictionPolicy', 'allkeys-lru', engines],
    [
      'Redis',
      null,
      null,
      {
        in: ['stacks/versions.ts', 'lib/stores/valkey.ts'],
        test: 'lib/stores/valkey.test.ts',
        deviation: 'Valkey, which speaks Redis and which both services run by that name at a lower price',
      },
    ],
    ['MemoryDB is durable', 'resources.memorydb.kind', 'memorydb', engines],
    [
      'token-bucket rate limits',
      null,
      null,
      { in: ['services/cloudcafe/inventory'], test: 'services/cloudcafe/inventory/inventory.test.ts' },
    ],
  ),
  ...rows(
    'Network',
    ['VPC 10.0.0.0/16', 'vpcCidr', '10.0.0.0/16', vpc],
    ['public 10.0.1-3.0/24', 'subnets.public', ['10.0.1.0/24', '10.0.2.0/24', '10.0.3.0/24'], vpc],
    ['private 10.0.11-13.0/24', 'subnets.private', ['10.0.11.0/24', '10.0.12.0/24', '10.0.13.0/24'], vpc],
    ['database 10.0.21-23.0/24', 'subnets.database', ['10.0.21.0/24', '10.0.22.0/24', '10.0.23.0/24'], vpc],
    ['zones a, b, c', 'zones', ['a', 'b', 'c'], vpc],
    ['us-east-1', 'region', 'us-east-1', vpc],
    [
      'one NAT gateway',
      'operations.natGateways.dev',
      1,
      {
        ...vpc,
        deviation: 'in production each zone has its own: the loss of one zone is not to be that of all',
      },
    ],
    ['alb-sg: 80/443 from anywhere', 'securityGroups.alb.inbound.0.from', '0.0.0.0/0', groups],
    ['ecs-task-sg: 8080 from ALB', 'securityGroups.ecs.inbound.0.from', 'alb', groups],
    ['eks-node-sg: 8080 from ALB', 'securityGroups.eks.inbound.0.ports.0', 8080, groups],
    ['eks-node-sg: all from VPC', 'securityGroups.eks.inbound.1.from', 'vpc', groups],
    ['ec2-sg: 8080 from NLB', 'securityGroups.ec2.inbound.0.from', 'nlb', groups],
    ['ec2-sg: 22 from VPC', 'securityGroups.ec2.inbound.1.ports.0', 22, groups],
    [
      'rds-sg: 5432 from compute SGs',
      'securityGroups.rds.inbound.0.ports.0',
      5432,
      { ...groups, deviation: 'functions are among them: one changes the password from inside the VPC' },
    ],
    [
      'elasticache-sg: 6379 from compute SGs',
      'securityGroups.elasticache.inbound.0.ports.0',
      6379,
      { ...groups, deviation: 'functions are among them: one keeps the counters in MemoryDB up to date' },
    ],
    ['redshift-sg: 5439 from EC2', 'securityGroups.redshift.inbound.0.ports.0', 5439, groups],
    ['ALB is internet-facing', 'entries.alb.scheme', 'internet-facing', onEdge],
    ['listeners HTTP:80, HTTPS:443', null, null, onEdge],
    ['order-service-tg → ECS tasks', 'entries.alb.routes.0.targetGroup', 'order-service-tg', onEdge],
    ['menu-service-tg → EKS pods', 'entries.alb.routes.1.targetGroup', 'menu-service-tg', onNodes],
    ['inventory-service-tg → EKS pods', 'entries.alb.routes.2.targetGroup', 'inventory-service-tg', onNodes],
    [
      '/api/orders/* → order',
      'entries.alb.routes.0.to',
      'order',
      {
        ...alb,
        deviation:
          'as written it does not match POST /api/orders; the rule is the prefix itself and all below',
      },
    ],
    ['/api/menu/* → menu', 'entries.alb.routes.1.to', 'menu', alb],
    ['/api/inventory/* → inventory', 'entries.alb.routes.2.to', 'inventory', alb],
    ['NLB is internal, TCP:8080', 'entries.nlb.port', 8080, onEdge],
    ['loyalty-service-tg → EC2 instances', 'entries.nlb.targetGroup', 'loyalty-service-tg', onEdge],
    [
      'VPC Lattice: order and inventory',
      'entries.lattice.services.0',
      'order',
      {
        in: ['local/entries/lattice.ts'],
        deviation:
          'menu is on it too, since the order service asks it for prices, and tasks call it as well as pods; TLS by certificates of Lattice, which has no mutual TLS of its own; a group that was added lets it in; none on this machine',
      },
    ],
    [
      'internet → CloudFront',
      'entries.cdn.to',
      'api',
      {
        ...onEdge,
        deviation:
          'the document names no domain, and TLS cannot do without: whoever deploys gives one, with its zone and its certificate',
      },
    ],
    ['CloudFront → API Gateway (REST)', 'entries.api.kind', 'apigateway', onEdge],
    ['API Gateway → ALB', 'entries.api.to', 'alb', onEdge],
  ),
] as const
