import type { Fn, Resource, System } from '../../../model/kinds.ts'

const tags = { System: 'noteboard' }
const MINUTE = 60
const DAY = 24 * 60 * MINUTE

const fn = (id: string, title: string) =>
  ({
    kind: 'function',
    on: 'lambda',
    title,
    source: `test/systems/noteboard/${id}`,
    memoryMiB: 256,
    timeoutSeconds: 10,
    reservedConcurrency: 50,
    coldStartMs: 200,
    metrics: [],
    logGroup: `/aws/lambda/noteboard-${id}`,
    tags,
  }) as const satisfies Omit<Fn, 'uses'>

const queue = {
  kind: 'sqs',
  waitSeconds: 20,
  visibilitySeconds: MINUTE,
  tags,
} as const satisfies Partial<Resource>

/** The smallest whole system: a board that takes notes through a queue. Two functions, a table, a balancer; no server. */
export const noteboard = {
  id: 'noteboard',
  title: 'Noteboard',
  region: 'us-east-1',
  account: '000000000002',
  zones: ['a', 'b'],
  vpcCidr: '10.1.0.0/16',
  subnets: {
    public: ['10.1.1.0/24', '10.1.2.0/24'],
    private: ['10.1.11.0/24', '10.1.12.0/24'],
    database: ['10.1.21.0/24', '10.1.22.0/24'],
  },
  securityGroups: {
    alb: {
      name: 'alb-sg',
      usedBy: 'ALB',
      members: ['alb'],
      inbound: [{ ports: [80, 443], from: '0.0.0.0/0' }],
    },
    lambda: { name: 'lambda-sg', usedBy: 'functions', members: ['lambda'], inbound: [] },
    endpoints: {
      name: 'endpoints-sg',
      usedBy: 'VPC endpoints',
      members: ['endpoint'],
      inbound: [{ ports: [443], from: 'vpc' }],
    },
  },
  operations: {
    logRetentionDays: { dev: 7, prod: 30 },
    natGateways: { dev: 1, prod: 2 },
    tlsVersion: '1.2',
    encryptedAtRest: true,
    audit: ['cloudtrail'],
    dailyBudget: { from: 1, to: 5 },
    dailyShares: {},
    monthlyEstimate: { from: 30, to: 150 },
    objectives: {},
    spot: {},
  },
  workloads: {
    intake: {
      ...fn('intake', 'Takes notes and shows them'),
      uses: [
        { id: 'submitted', access: 'write' },
        { id: 'notes', access: 'read', calls: ['GetItem'] },
      ],
    },
    writer: {
      ...fn('writer', 'Writes notes down'),
      uses: [
        { id: 'submitted', access: 'read' },
        { id: 'notes', access: 'write', calls: ['PutItem'] },
      ],
    },
  },
  resources: {
    notes: {
      kind: 'dynamodb',
      title: 'Notes',
      table: 'notes',
      partitionKey: 'note_id',
      pointInTimeRecovery: true,
      tags,
    },
    submitted: {
      ...queue,
      title: 'Notes that are to be written down',
      queue: 'submitted',
      retentionSeconds: 4 * DAY,
      redrive: { to: 'submitted-dlq', maxReceives: 3 },
    },
    'submitted-dlq': {
      ...queue,
      title: 'Notes that could not be written down',
      queue: 'submitted-dlq',
      retentionSeconds: 14 * DAY,
    },
  },
  entries: {
    alb: {
      kind: 'alb',
      title: 'Application load balancer',
      scheme: 'internet-facing',
      idleTimeoutSeconds: 30,
      deregistrationSeconds: 10,
      routes: [{ prefix: '/notes', strip: '', to: 'intake', targetGroup: 'intake-tg', auth: 'none' }],
      tags,
    },
  },
  flows: {
    'notes-in': {
      kind: 'queue',
      from: 'submitted',
      to: 'writer',
      batchSize: 10,
      partialFailures: true,
      backoff: { firstSeconds: 10, factor: 4 },
    },
  },
  alarms: {
    'intake-errors': {
      kind: 'metric',
      title: 'The board answers 5XX',
      queries: [
        {
          id: 'errors',
          metric: {
            namespace: 'AWS/ApplicationELB',
            name: 'HTTPCode_ELB_5XX_Count',
            stat: 'Sum',
            dimensions: { LoadBalancer: { of: 'alb' } },
          },
        },
      ],
      comparison: 'GreaterThanThreshold',
      threshold: 0,
      periodSeconds: MINUTE,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      missing: 'notBreaching',
    },
  },
  frontDoor: 'alb',
  subjects: { note: { plural: 'notes', truth: { store: 'notes' } } },
  journeys: {
    'leave-a-note': {
      title: 'Leaves a note',
      weight: 100,
      steps: [
        {
          name: 'leave',
          method: 'POST',
          path: '/notes',
          body: 'note',
          expect: 202,
          remember: { note: 'note_id' },
          accepts: 'note',
        },
        { name: 'read', method: 'GET', path: '/notes/{note}', expect: 200, thinkSeconds: 3 },
      ],
      slo: { availabilityPercent: 99, p95Ms: 250 },
    },
  },
  loads: {
    smoke: {
      title: 'A few visitors',
      journeys: ['leave-a-note'],
      stages: [{ seconds: 300, perSecond: 2 }],
    },
  },
  recovery: {},
} as const satisfies System
