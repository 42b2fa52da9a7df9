/**
 * The load's own record: one line of text for each request that a visitor made. k6 writes the lines, Node reads
 * them, and this file is the format for both, so it imports nothing.
 */

/** One request as the visitor saw it; status 0 where no answer came. */
export interface Request {
  /** Unix time in milliseconds at which it was sent. */
  readonly sentAt: number
  readonly journey: string
  readonly step: string
  readonly status: number
  readonly ms: number
  /** The answer was the one that the journey's step expects. */
  readonly ok: boolean
  /** Id of the order that this very answer accepted; empty for every other request. */
  readonly order: string
}

const MARK = 'request'
/** Of a line, its mark included. */
const FIELDS = 8

/** A request as one line, without its end. */
export const toLine = (it: Request): string =>
  [MARK, it.sentAt, it.journey, it.step, it.status, Math.round(it.ms), it.ok ? 1 : 0, it.order].join(' ')

/** The request that a line holds; null for a line that is something else. */
export function fromLine(line: string): Request | null {
  const fields = line.split(' ')
  const [mark, sentAt, journey, step, status, ms, ok, order] = fields
  if (mark !== MARK || fields.length !== FIELDS || !journey || !step) return null
  if (![sentAt, status, ms].every((it) => /^\d+$/.test(it!)) || !/^[01]$/.test(ok!)) return null
  return {
    sentAt: Number(sentAt),
    journey,
    step,
    status: Number(status),
    ms: Number(ms),
    ok: ok === '1',
    order: order ?? '',
  }
}

/** Whether a line that holds no request should have: it is cut off, or two have run into one another. */
export const isBroken = (line: string): boolean => line.startsWith(MARK) && fromLine(line) === null
