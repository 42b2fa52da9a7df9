import type { Entry, Resource, Workload } from '../../model/kinds.ts'
import type { Column } from './wire.ts'

/** Every kind of thing that may stand on the board. */
export type Kind = Workload['on'] | Resource['kind'] | Entry['kind']

/** The column of each kind; null where it is not drawn. The compiler asks for a row when a kind is added. */
export const columns: Readonly<Record<Kind, Column | null>> = {
  cloudfront: 'in',
  apigateway: 'in',
  alb: 'in',
  nlb: 'in',
  lattice: 'in',
  ecs: 'services',
  eks: 'services',
  asg: 'services',
  ec2: 'services',
  sqs: 'messages',
  sns: 'messages',
  kinesis: 'messages',
  lambda: 'functions',
  outside: 'functions',
  aurora: 'stores',
  dynamodb: 'stores',
  documentdb: 'stores',
  elasticache: 'stores',
  memorydb: 'stores',
  redshift: 'stores',
  // nothing happens in them that could be watched
  secret: null,
  parameter: null,
}
