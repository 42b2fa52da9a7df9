import type { Folding, Plan } from './fold-task.ts'
import { load } from './load.ts'
import { playControls } from './playback-controls.ts'
import { playWrites } from './playback-dynamodb.ts'
import type { Playing } from './playing.ts'

export interface Played {
  readonly plan: Plan
  /** ARNs that subscriptions had, and have. */
  readonly subscriptions: ReadonlyMap<string, string>
}

/** Brings an empty MiniStack to where the journal is; its resources of the model are there already. */
export async function playBack(folding: Folding, playing: Playing): Promise<Played> {
  try {
    const plan = await folding.plan
    const subscriptions = await playControls(plan.controls, playing)
    const passedOver = await folding.fill(playing.store)
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
