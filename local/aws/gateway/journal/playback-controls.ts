import { subscriptionArn } from './controls.ts'
import { succeeded } from './keeper.ts'
import type { Playing } from './playing.ts'
import type { Control } from './records.ts'

const ALREADY = /ResourceInUse|AlreadyExists|ResourceExists|QueueNameExists|is already|already exists/

/** Makes again what was made by hand; gives subscriptions' ARNs of before → of now. */
export async function playControls(
  controls: readonly Control[],
  { send, lost }: Pick<Playing, 'send' | 'lost'>,
): Promise<Map<string, string>> {
  const subscriptions = new Map<string, string>()
  for (const control of controls) {
    const body = renamed(Buffer.from(control.body, 'base64'), subscriptions)
    const response = await send({ method: 'POST', url: control.url, headers: control.headers, body })
    const now = succeeded(response) && control.subscription ? subscriptionArn(response) : undefined
    if (now) subscriptions.set(control.subscription!, now)
    const text = response.body.toString()
    if (!succeeded(response) && !ALREADY.test(text))
      lost(`${control.service}:${control.action} of '${control.resource}' was refused: ${text}`)
  }
  return subscriptions
}

/** A form's body with the ARNs that subscriptions have now. */
export function renamed(body: Buffer, subscriptions: ReadonlyMap<string, string>): Buffer {
  if (subscriptions.size === 0) return body
  let text = body.toString()
  for (const [before, now] of subscriptions)
    text = text.replaceAll(encodeURIComponent(before), encodeURIComponent(now))
  return Buffer.from(text)
}
