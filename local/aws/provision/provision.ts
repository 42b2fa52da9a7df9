import type { NodeHttpHandler } from '@smithy/node-http-handler'
import type { Context } from '../../types.ts'
import { clients } from './clients.ts'
import { resourceSteps } from './resources.ts'
import { subscribe } from './subscriptions.ts'

/**
 * Creates in an AWS endpoint what the model's system has there: tables, streams, queues, topics, subscriptions and
 * secrets. What is there already stays as it is; resources that need others wait for them alone.
 */
export async function provision(
  ctx: Pick<Context, 'system'>,
  endpoint: string,
  handler: NodeHttpHandler,
): Promise<void> {
  const { system } = ctx
  const aws = clients(system, endpoint, handler)
  try {
    for (const step of resourceSteps(system, aws)) await Promise.all(step.map((create) => create()))
    const topics = Object.entries(system.flows).flatMap(([id, flow]) =>
      flow.kind === 'topic' ? [{ id, flow }] : [],
    )
    await Promise.all(topics.map(({ id, flow }) => subscribe(system, aws, id, flow)))
  } finally {
    aws.destroy()
  }
}
