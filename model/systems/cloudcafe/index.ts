import type { System } from '../../kinds.ts'
import { alarms } from './alarms.ts'
import { entries } from './entries.ts'
import { flows } from './flows.ts'
import { journeys, loads, recovery, subjects } from './journeys.ts'
import { operations } from './operations.ts'
import { resources } from './resources.ts'
import { securityGroups } from './security-groups.ts'
import { workloads } from './workloads.ts'

/** The coffee shop: the first system, in full depth. */
export const cloudcafe = {
  id: 'cloudcafe',
  title: 'CloudCafe',
  region: 'us-east-1',
  account: '000000000001',
  zones: ['a', 'b', 'c'],
  vpcCidr: '10.0.0.0/16',
  subnets: {
    public: ['10.0.1.0/24', '10.0.2.0/24', '10.0.3.0/24'],
    private: ['10.0.11.0/24', '10.0.12.0/24', '10.0.13.0/24'],
    database: ['10.0.21.0/24', '10.0.22.0/24', '10.0.23.0/24'],
  },
  securityGroups,
  operations,
  workloads,
  resources,
  entries,
  flows,
  alarms,
  frontDoor: 'alb',
  subjects,
  journeys,
  loads,
  recovery,
} as const satisfies System
