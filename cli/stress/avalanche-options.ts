import type { Fn, Stress, System } from '../../model/kinds.ts'
import type { AvalancheCount } from './avalanche.ts'

/** An avalanche as it is asked for. */
export interface AvalancheOptions {
  readonly system: System
  /** Base URL of the AWS endpoint. */
  readonly endpoint: string
  readonly id: string
  readonly workload: Fn
  readonly stress: Stress & { readonly p99DurationMs: number }
  readonly token: string
  readonly timeScale: number
  /** Seconds after which what has not begun is called off; the document's share where absent. */
  readonly seconds?: number
  readonly signal: AbortSignal
  readonly tell: (count: AvalancheCount, elapsedSeconds: number, offered: number) => void
}
