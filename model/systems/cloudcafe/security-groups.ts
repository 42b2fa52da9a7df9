import type { SecurityGroup, SecurityGroupMember } from '../../kinds.ts'

type Members = readonly SecurityGroupMember[]
const group = (name: string, usedBy: string, members: Members, ...inbound: SecurityGroup['inbound']) => ({
  name,
  usedBy,
  members,
  inbound,
})
const from = (source: string, ...ports: number[]) => ({ ports, from: source })

/** The document's seven groups, and beside them what it forgets. */
export const securityGroups = {
  alb: group('alb-sg', 'ALB', ['alb'], from('0.0.0.0/0', 80, 443)),
  ecs: group('ecs-task-sg', 'ECS tasks', ['ecs'], from('alb', 8080)),
  eks: group('eks-node-sg', 'EKS nodes', ['eks'], from('alb', 8080), { ports: 'all', from: 'vpc' }),
  ec2: group('ec2-sg', 'EC2 instances', ['asg', 'ec2'], from('nlb', 8080), from('vpc', 22)),
  rds: group(
    'rds-sg',
    'RDS Aurora',
    ['aurora'],
    from('ecs', 5432),
    from('eks', 5432),
    from('ec2', 5432),
    from('lambda', 5432),
  ),
  elasticache: group(
    'elasticache-sg',
    'ElastiCache and MemoryDB',
    ['elasticache', 'memorydb'],
    from('ecs', 6379),
    from('eks', 6379),
    from('ec2', 6379),
    from('lambda', 6379),
  ),
  redshift: group('redshift-sg', 'Redshift', ['redshift'], from('ec2', 5439)),
  documentdb: {
    ...group('documentdb-sg', 'DocumentDB', ['documentdb'], from('eks', 27017), from('lambda', 27017)),
    added:
      'the document gives DocumentDB no group; the menu service and the rotation of its password reach it on 27017',
  },
  nlb: {
    ...group('nlb-sg', 'NLB', ['nlb'], from('vpc', 8080)),
    added: 'ec2-sg lets in the NLB, which therefore needs a group of its own',
  },
  lattice: {
    ...group('lattice-sg', 'what VPC Lattice leads to', ['lattice']),
    added:
      'Lattice calls tasks and nodes from addresses of its own, which their groups do not let in: they bear this one too',
  },
  lambda: {
    ...group('lambda-sg', 'functions in the VPC', ['lambda']),
    added:
      'functions reach MemoryDB, and databases to change passwords; nothing reaches a function by the network',
  },
  endpoints: {
    ...group('endpoints-sg', 'VPC endpoints', ['endpoint'], from('vpc', 443)),
    added: 'AWS services are reached by VPC endpoints, not through the one NAT gateway',
  },
} as const satisfies Record<string, SecurityGroup>
