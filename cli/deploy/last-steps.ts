import type { System } from '../../model/kinds.ts'
import { ALERTS_EMAIL, keyOf } from '../../stacks/given.ts'
import { asked } from './asked.ts'

/** The tag by which budgets know what is the system's. */
const COST_TAG = 'System'

/** What only people can do after a deployment, a line each; nothing where it is done. */
export async function lastSteps(system: System): Promise<readonly string[]> {
  return [...(await unconfirmed(system)), ...(await uncounted(system))]
}

/** An address that has not answered AWS's first e-mail hears of nothing. */
async function unconfirmed(system: System): Promise<readonly string[]> {
  const query = "Subscriptions[?SubscriptionArn=='PendingConfirmation' && Protocol=='email'].Endpoint"
  const { exitCode, stdout } = await asked({ system }, ['sns', 'list-subscriptions', '--query', query])
  const address = process.env[keyOf(ALERTS_EMAIL)]
  if (exitCode !== 0 || !address || !stdout.split(/\s+/).includes(address)) return []
  return [`alarms and budgets tell nobody yet: confirm the e-mail that AWS has sent to ${address}`]
}

/** AWS counts costs by a tag only after the account that pays has activated it. */
async function uncounted(system: System): Promise<readonly string[]> {
  const query = ['--status', 'Active', '--tag-keys', COST_TAG, '--query', 'CostAllocationTags[].TagKey']
  const { exitCode, stdout } = await asked({ system }, ['ce', 'list-cost-allocation-tags', ...query])
  if (exitCode === 0 && stdout.trim() === COST_TAG) return []
  const activate = `aws ce update-cost-allocation-tags-status --cost-allocation-tags-status TagKey=${COST_TAG},Status=Active`
  return [
    `budgets count nothing until the tag ${COST_TAG} is active: a day from now, in the account that pays, run ${activate}`,
  ]
}
