import type { LongRunning, System } from '../model/kinds.ts'
import { areOnSpot, NODE_VCPU, nodesFor } from './constructs/node-room.ts'
import { functionsOf, longRunningOn } from './workloads.ts'

/** A quota of the account, and what a system takes of it at its smallest and scaled out. */
export interface QuotaNeed {
  readonly service: string
  readonly code: string
  readonly title: string
  readonly smallest: number
  readonly largest: number
}

type Size = 'min' | 'max'
type Need = (system: System, size: Size) => number

/** What Lambda keeps for functions without reserved concurrency. https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html */
const UNRESERVED = 100

/** Codes are those of https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html, by service. */
const QUOTAS: readonly (readonly [service: string, code: string, title: string, need: Need])[] = [
  ['lambda', 'L-B99A9384', 'concurrent executions of Lambda', concurrency],
  ['fargate', 'L-3032A538', 'vCPU of Fargate on demand', (system, size) => fargate(system, size).onDemand],
  ['fargate', 'L-36FBB829', 'vCPU of Fargate Spot', (system, size) => fargate(system, size).spot],
  ['ec2', 'L-1216C47A', 'vCPU of standard instances on demand', (system, size) => ec2(system, size).onDemand],
  ['ec2', 'L-34B43A08', 'vCPU of standard Spot instances', (system, size) => ec2(system, size).spot],
]

/** The quotas that a system needs. */
export const quotasOf = (system: System): readonly QuotaNeed[] =>
  QUOTAS.map(([service, code, title, need]) => ({
    service,
    code,
    title,
    smallest: need(system, 'min'),
    largest: need(system, 'max'),
  })).filter(({ largest }) => largest > 0)

function concurrency(system: System): number {
  const all = functionsOf(system)
  return all.length === 0 ? 0 : sum(all.map(([, it]) => it.reservedConcurrency)) + UNRESERVED
}

/** A rollout starts new tasks before the old ones go; beyond the smallest number, Spot where the model says so. */
function fargate(system: System, size: Size) {
  const shares = longRunningOn(system, 'ecs').map(([id, it]) => {
    const rolling = it.rollout.maxPercent / 100
    const onDemand = it.vcpu * rolling * (id in system.operations.spot ? it.scaling.min : it.scaling[size])
    return { onDemand, spot: it.vcpu * rolling * it.scaling[size] - onDemand }
  })
  return { onDemand: sum(shares.map((it) => it.onDemand)), spot: sum(shares.map((it) => it.spot)) }
}

function ec2(system: System, size: Size) {
  const pods = longRunningOn(system, 'eks')
  const nodes = pods.length === 0 ? 0 : NODE_VCPU * nodesFor(system, pods, size)
  const instances = sum(longRunningOn(system, 'asg', 'ec2').map(([, it]) => vcpuOf(it, size)))
  return areOnSpot(system, pods)
    ? { onDemand: instances, spot: nodes }
    : { onDemand: instances + nodes, spot: 0 }
}

const vcpuOf = ({ vcpu, scaling }: LongRunning, size: Size): number => vcpu * scaling[size]
const sum = (all: readonly number[]): number => all.reduce((total, it) => total + it, 0)
