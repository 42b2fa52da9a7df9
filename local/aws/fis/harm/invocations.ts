import type { Fault, Injected } from '../../../runtimes/lambda/faults.ts'
import type { ActionRun } from '../action.ts'
import { duration, flag, integer, optional, text } from '../parameters.ts'

/** Parameters of every fault of invocations. */
export const invocationParameters = {
  duration: duration('The length of time that the action lasts (ISO 8601).'),
  invocationPercentage: optional(
    integer('The percentage of function invocations to inject the fault into.', 1, 100),
  ),
}
/** Parameters of a delay. */
export const delayParameters = {
  startupDelayMilliseconds: optional(
    integer('The time to wait between invocation and execution of function code.', 0, 900_000),
  ),
}
/** Parameters of an answer in the place of the function's own. */
export const answerParameters = {
  preventExecution: flag('If true, the answer is given without executing the function.'),
}
/** Parameters of such an answer for whoever speaks HTTP. */
export const responseParameters = {
  contentTypeHeader: text('The HTTP content type header to return from the function.'),
  statusCode: integer('The HTTP status code to return from the function.', 0, 999),
}

/** Does that to the functions' invocations for so long; it landed where it hit one. */
export async function disturbInvocations(at: ActionRun, fault: Fault, seconds: number): Promise<void> {
  const { functionFaults } = at.world
  const injected = new Map<string, Injected>()
  await at.inject({
    data: { functions: at.targets.map((target) => target.id) },
    apply() {
      for (const { id } of at.targets) injected.set(id, functionFaults.add(id, fault))
    },
    undo() {
      for (const one of injected.values()) one.remove()
    },
    clean({ id }) {
      const left = functionFaults.of(id).includes(fault)
      return { ok: !left, evidence: left ? 'invocations are still hit' : 'new invocations are hit no more' }
    },
  })
  await at.hold(seconds)
  for (const target of at.targets) at.landed(target, landing(injected.get(target.id)?.fired() ?? 0, fault))
}

const landing = (hits: number, { kind }: Fault) => ({
  ok: hits > 0,
  evidence: hits > 0 ? `${kind} on ${hits} of its invocations` : 'no invocation was hit',
})
