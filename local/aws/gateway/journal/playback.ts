import type { Send } from '../upstream.ts'
import type { Folding, Plan } from './fold-task.ts'
import { succeeded } from './keeper.ts'
import { playControls } from './playback-controls.ts'
import { playWrites } from './playback-dynamodb.ts'
import type { Playing } from './playing.ts'

export interface Played {
  readonly plan: Plan
  /** ARNs that subscriptions had, and have. */
  readonly subscriptions: ReadonlyMap<string, string>
}

/** MiniStack's way in for the journal: `ministack_load.py`. */
const LOAD = '/_cafe/load'

/** Brings an empty MiniStack to where the journal is; its resources of the model are there already. */
export async function playBack(folding: Folding, playing: Playing): Promise<Played> {
  try {
    const plan = await folding.plan
    const subscriptions = await playControls(plan.controls, playing)
    let passedOver = 0
    for await (const chunk of folding.chunks()) passedOver += await load(playing.send, chunk)
    await folding.ended
    if (passedOver > 0)
      playing.lost(`${passedOver} lines of the journal are about what is not there any more`)
    const handles = [...playing.held].map((it) => `${JSON.stringify(it)}\n`).join('')
    await load(playing.send, Buffer.from(handles))
    await playWrites(plan.open, playing.ask, playing.lost)
    return { plan, subscriptions }
  } finally {
    folding.stop()
  }
}

/** How many lines were about no resource that is there. */
async function load(send: Send, body: Buffer): Promise<number> {
  const response = await send({ method: 'POST', url: LOAD, headers: {}, body })
  if (!succeeded(response)) throw new Error(`MiniStack did not take the journal: ${response.body.toString()}`)
  return Number(response.body.toString())
}
