import { boardOf, WINDOW_SECONDS } from '../../dashboards/board/plan.ts'
import type { Messages, Plan } from '../../dashboards/board/wire.ts'
import type { Events } from '../events.ts'
import { support } from '../support.ts'
import { type FrameParts, frameOf } from './frames.ts'
import { readings } from './readings.ts'
import { troubles } from './troubles.ts'
import type { Watched } from './watched.ts'

/** Takes one server-sent event, ready for the wire. */
export type Send = (text: string) => void

/** Milliseconds after the full second, when those who put metrics each second have done so. */
const AFTER_SECOND_MS = 200

/** What all watchers see, computed once for them; nothing is computed while nobody watches. */
export function live(cloud: Watched, feed: Events) {
  const { system, timeScale } = cloud.ctx
  const board = boardOf(system, timeScale, support)
  const parts: FrameParts = {
    board,
    readings: readings(system, cloud.cloudwatch),
    troubles: troubles(cloud),
  }
  const watchers = new Set<Send>()
  let timer: NodeJS.Timeout | undefined
  let forget = () => {}

  const all = (text: string) => {
    for (const send of watchers) send(text)
  }
  /** A part that cannot be looked at is told in the journal, and the system goes on. */
  const frame = (seconds?: number) => {
    try {
      return event('frame', frameOf(cloud, parts, Date.now(), seconds))
    } catch (error) {
      return event('said', { at: new Date().toISOString(), part: 'board', what: String(error) })
    }
  }
  const later = () => {
    timer = setTimeout(
      () => {
        all(frame())
        later()
      },
      1000 + AFTER_SECOND_MS - (Date.now() % 1000),
    )
  }
  const begin = () => {
    parts.troubles.start()
    forget = feed.subscribe((said) => all(event('said', said)))
    later()
  }
  const end = () => {
    parts.troubles.stop()
    forget()
    clearTimeout(timer)
  }
  return {
    /** Sends what there is, and then what changes; the function given back ends that. `page` is the hash of the page. */
    watch(send: Send, page: string): () => void {
      if (watchers.size === 0) begin()
      const plan: Plan = { ...board.plan, page }
      send(event('plan', plan))
      for (const said of feed.latest()) send(event('said', said))
      send(frame(WINDOW_SECONDS))
      watchers.add(send)
      return () => {
        if (watchers.delete(send) && watchers.size === 0) end()
      }
    },
  }
}

const event = <K extends keyof Messages>(name: K, data: Messages[K]): string =>
  `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
