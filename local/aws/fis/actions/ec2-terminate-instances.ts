import Type from 'typebox'
import { action } from '../action.ts'
import { endCopies } from '../harm/kill.ts'
import { placeOfInstance } from '../targets/ec2-instance.ts'

/** Terminates instances; an Auto Scaling group replaces its own. */
export const ec2TerminateInstances = action({
  id: 'aws:ec2:terminate-instances',
  description: 'Terminate the target EC2 instances.',
  parameters: Type.Object({}),
  run: (at) => endCopies(at, (target) => placeOfInstance(at.world, target.id), { replace: true }),
})
