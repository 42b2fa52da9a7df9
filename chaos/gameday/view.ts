import type { Request } from '../../loadtests/record.ts'
import { percentile } from './requests.ts'
import type { Observer } from './watch/observer.ts'

/** What the terminal shows while a game day runs; everything goes to stderr. */
export interface View {
  /** One change of state, in words. */
  readonly say: (text: string) => void
  readonly phase: (title: string, seconds: number | null) => void
  readonly tick: (now: Live) => void
  /** What is waited for; shown as `tick` is, at most every ten seconds where lines scroll by. */
  readonly wait: (text: string) => void
  readonly close: () => void
}

/** The figures of the last seconds. */
export interface Live {
  readonly perSecond: number
  readonly p95Ms: number
  readonly failedPercent: number
  readonly copies: readonly {
    readonly workload: string
    readonly running: number
    readonly desired: number | null
  }[]
  readonly alarms: readonly string[]
}

const LAST_SECONDS = 3
const SELDOM_MS = 9000

/** Figures over the last three seconds of load, and copies and alarms as they are. */
export function liveOf(observer: Observer): Live {
  const since = Date.now() - (LAST_SECONDS + 1) * 1000
  const recent = observer.requests.filter(
    (it) => it.sentAt >= since && it.sentAt < since + LAST_SECONDS * 1000,
  )
  const workloads = [...new Set(observer.copies.map((it) => it.workload))]
  return {
    perSecond: recent.length / LAST_SECONDS,
    p95Ms: percentile(
      recent.map((it) => it.ms),
      95,
    ),
    failedPercent: failedPercent(recent),
    copies: workloads.map((id) => observer.copies.findLast((it) => it.workload === id)!),
    alarms: alarmsOf(observer),
  }
}

const failedPercent = (requests: readonly Request[]) =>
  requests.length === 0 ? 0 : (100 * requests.filter((it) => !it.ok).length) / requests.length

function alarmsOf({ changes }: Observer): string[] {
  const last = new Map(changes.map((it) => [it.alarm, it.to]))
  return [...last].filter(([, state]) => state === 'ALARM').map(([alarm]) => alarm)
}

/** Lines for logs and pipes: one per change of state, and the figures every ten seconds. */
export function lineView(err: NodeJS.WritableStream, startedAt = Date.now()): View {
  const line = (text: string) => void err.write(`${clock(startedAt)}  ${text}\n`)
  let ticked = 0
  let waited = 0
  // nothing is silent for ten seconds, so each line comes a little earlier
  const due = (last: number) => Date.now() - last >= SELDOM_MS
  return {
    say: line,
    phase: (title, seconds) => line(`${title}${seconds === null ? '' : ` (${Math.round(seconds)} s)`}`),
    tick: (now) => {
      if (!due(ticked) || !due(waited)) return
      ticked = Date.now()
      line(figures(now))
    },
    wait: (text) => {
      if (!due(waited)) return
      waited = Date.now()
      line(text)
    },
    close: () => undefined,
  }
}

const DIM = '\u001b[2m'
const BOLD = '\u001b[1m'
const PLAIN = '\u001b[0m'

/** On a terminal: changes of state scroll by, and below them stands one block that is drawn anew each second. */
export function liveView(err: NodeJS.WriteStream, startedAt = Date.now()): View {
  let block: string[] = []
  let title = ''
  let until: number | null = null
  let waiting = { text: '', at: 0 }
  const erase = () => {
    if (block.length > 0) err.write(`\u001b[${block.length}A\u001b[0J`)
  }
  const draw = (lines: string[]) => {
    erase()
    block = lines.map((it) => it.slice(0, Math.max(20, (err.columns ?? 80) + 8)))
    if (block.length > 0) err.write(`${block.join('\n')}\n`)
  }
  const say = (text: string) => {
    const kept = block
    draw([])
    err.write(`${DIM}${clock(startedAt)}${PLAIN}  ${text}\n`)
    draw(kept)
  }
  return {
    say,
    phase: (name, seconds) => {
      title = name
      until = seconds === null ? null : Date.now() + seconds * 1000
      say(`${BOLD}${name}${PLAIN}`)
    },
    tick: (now) =>
      draw([
        `${BOLD}${title}${PLAIN}${leftOf(until)}`,
        ...(Date.now() - waiting.at < 3000 ? [`  ${waiting.text}`] : []),
        ...figures(now)
          .split(' · ')
          .map((it) => `  ${it}`),
      ]),
    wait: (text) => {
      waiting = { text, at: Date.now() }
      draw([`${BOLD}${title}${PLAIN}${leftOf(until)}`, `  ${text}`])
    },
    close: () => draw([]),
  }
}

const leftOf = (until: number | null): string =>
  until === null ? '' : `  ${DIM}${Math.max(0, Math.round((until - Date.now()) / 1000))} s left${PLAIN}`

const clock = (startedAt: number): string => {
  const seconds = Math.round((Date.now() - startedAt) / 1000)
  return `${String(Math.floor(seconds / 60)).padStart(2)}:${String(seconds % 60).padStart(2, '0')}`
}

const copiesText = ({ workload, running, desired }: Live['copies'][number]): string =>
  `${workload} ${running}${desired === null ? '' : `/${desired}`}`

const figures = (now: Live): string =>
  [
    `${now.perSecond.toFixed(0)} requests/s, p95 ${now.p95Ms} ms, ${now.failedPercent.toFixed(1)} % failed`,
    ...(now.copies.length > 0 ? [now.copies.map(copiesText).join('  ')] : []),
    now.alarms.length > 0 ? `ALARM: ${now.alarms.join(', ')}` : 'all alarms OK',
  ].join(' · ')
