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
  /** What this very answer accepted; null for every other request. */
  readonly accepted: Accepted | null
}
/** One thing that was accepted, by the model's name of its subject. */
export interface Accepted {
  readonly subject: string
  readonly id: string
}

const MARK = 'request'
/** Of a line, its mark included. */
const FIELDS = 9

/** A request as one line, without its end. */
export function toLine(it: Request): string {
  // an id is whatever the system answers: a blank in it would be read as two fields
  const accepted = it.accepted ? [it.accepted.subject, encodeURIComponent(it.accepted.id)] : ['', '']
  const { sentAt, journey, step, status, ms, ok } = it
  return [MARK, sentAt, journey, step, status, Math.round(ms), ok ? 1 : 0, ...accepted].join(' ')
}

/** The request that a line holds; null for a line that is something else. */
export function fromLine(line: string): Request | null {
  const fields = line.split(' ')
  const [mark, sentAt, journey, step, status, ms, ok, subject, id] = fields
  if (mark !== MARK || fields.length !== FIELDS || !journey || !step) return null
  if (![sentAt, status, ms].every((it) => /^\d+$/.test(it!)) || !/^[01]$/.test(ok!)) return null
  const accepted = acceptedOf(subject!, id!)
  if (accepted === undefined) return null
  return {
    sentAt: Number(sentAt),
    journey,
    step,
    status: Number(status),
    ms: Number(ms),
    ok: ok === '1',
    accepted,
  }
}

/** Undefined for what `toLine` does not write. */
function acceptedOf(subject: string, id: string): Accepted | null | undefined {
  if (subject === '' && id === '') return null
  if (subject === '' || id === '') return undefined
  try {
    return { subject, id: decodeURIComponent(id) }
  } catch {
    return undefined
  }
}

/** Ids of a subject that these requests saw accepted, as often as one saw it. */
export const idsOf = (requests: readonly Request[], subject: string): string[] =>
  requests.flatMap(({ accepted }) => (accepted?.subject === subject ? accepted.id : []))

/** Whether a line that holds no request should have: it is cut off, or two have run into one another. */
export const isBroken = (line: string): boolean => line.startsWith(MARK) && fromLine(line) === null
