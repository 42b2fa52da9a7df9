import { serviceName, subnetId, vpcId, zoneName } from '../../../model/names.ts'
import { platform } from '../../../model/platform.ts'
import type { Copy } from '../../types.ts'
import { type Estate, workloadsOn } from '../estate.ts'
import { AwsError } from '../wire/error.ts'
import { tagList } from '../wire/tags.ts'

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceState.html */
const CODES = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
} as const
export type StateName = keyof typeof CODES

/** The state of an instance as EC2 names it; one that starts runs already, as its checks are none of EC2's. */
export function stateOf({ state, startable }: Copy): StateName {
  switch (state) {
    case 'provisioning':
      return 'pending'
    case 'starting':
    case 'running':
      return 'running'
    case 'draining':
      return startable ? 'stopping' : 'shutting-down'
    case 'stopped':
      return startable ? 'stopped' : 'terminated'
  }
}
export const stateShape = (name: StateName) => ({ Code: CODES[name], Name: name })

/** All instances, also those that were terminated a short while ago. */
export const instancesOf = ({ runtimes }: Pick<Estate, 'runtimes'>): readonly Copy[] => runtimes.asg.copies()

const ID = /^i-[0-9a-f]{8,17}$/
/** The instances of those ids; throws where one of them is no id or there is no such instance. */
export function needInstances(estate: Estate, ids: readonly string[]): readonly Copy[] {
  const odd = ids.find((id) => !ID.test(id))
  if (odd !== undefined) throw new AwsError('InvalidInstanceID.Malformed', `Invalid id: "${odd}"`)
  const all = instancesOf(estate)
  const unknown = ids.filter((id) => !all.some((it) => it.id === id))
  if (unknown.length === 0) return all.filter((it) => ids.includes(it.id))
  const [ID_S, DOES] = unknown.length === 1 ? ['ID', 'does'] : ['IDs', 'do']
  const named = unknown.join(', ')
  throw new AwsError('InvalidInstanceID.NotFound', `The instance ${ID_S} '${named}' ${DOES} not exist`)
}

/** An instance as the API shows it. */
export function instanceShape(estate: Estate, it: Copy) {
  const { system } = estate
  const spec = workloadsOn(estate, 'asg', 'ec2').find(([id]) => id === it.workload)![1]
  const state = stateOf(it)
  const reason = it.stopReason && state !== 'running' ? it.stopReason : ''
  return {
    InstanceId: it.id,
    State: stateShape(state),
    InstanceType: spec.instanceType,
    LaunchTime: new Date(it.startedAt),
    Placement: { AvailabilityZone: zoneName(system, it.zone), Tenancy: 'default' },
    // measured each second here
    Monitoring: { State: 'enabled' },
    VpcId: vpcId(system),
    SubnetId: subnetId(system, 'private', it.zone),
    PrivateIpAddress: state === 'terminated' ? undefined : platform.host,
    StateTransitionReason: reason,
    ...(reason ? { StateReason: { Code: 'Client.UserInitiatedShutdown', Message: reason } } : {}),
    Tags: tagList({ Name: serviceName(system, it.workload), ...it.tags }),
  }
}
