/// <reference lib="dom" />
import type { Messages } from '../wire.ts'

/** What is done with what the supervisor sends. */
export type Listener = { readonly [K in keyof Messages]: (message: Messages[K]) => void } & Loss
interface Loss {
  /** The supervisor has been silent for too long, or has gone. */
  readonly lost: () => void
}

const SILENCE_MS = 4000
const AGAIN_MS = 1000

/** Listens to the supervisor, for ever: connects again when it has gone, and takes silence for a loss. */
export function connect(listener: Listener): void {
  let silence: ReturnType<typeof setTimeout> | undefined
  const source = new EventSource('/live')
  const again = () => {
    clearTimeout(silence)
    source.close()
    listener.lost()
    setTimeout(() => connect(listener), AGAIN_MS)
  }
  const heard = () => {
    clearTimeout(silence)
    silence = setTimeout(again, SILENCE_MS)
  }
  const on = <K extends keyof Messages>(name: K, take: (message: Messages[K]) => void) =>
    source.addEventListener(name, ({ data }: MessageEvent<string>) => {
      heard()
      take(JSON.parse(data) as Messages[K])
    })
  on('plan', listener.plan)
  on('frame', listener.frame)
  on('said', listener.said)
  source.onerror = again
  heard()
}
