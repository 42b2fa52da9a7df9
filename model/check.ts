import { checkAlarms } from './checks/alarms.ts'
import { checkCalls } from './checks/calls.ts'
import { checkFlows } from './checks/flows.ts'
import { checkGroups } from './checks/groups.ts'
import { checkLimits } from './checks/limits.ts'
import { checkNames } from './checks/names.ts'
import { checkNetwork } from './checks/network.ts'
import { checkReferences } from './checks/references.ts'
import { checkSubjects } from './checks/subjects.ts'
import { checkWays } from './checks/ways.ts'
import type { Finding } from './finding.ts'
import type { System } from './kinds.ts'

const checks = [
  checkReferences,
  checkSubjects,
  checkCalls,
  checkFlows,
  checkAlarms,
  checkNames,
  checkLimits,
  checkNetwork,
  checkGroups,
  checkWays,
]

/** All findings of a system at once; an empty list where it is sound. Throws nothing. */
export const check = (system: System): readonly Finding[] => checks.flatMap((one) => one(system))
