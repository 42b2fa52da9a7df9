const BEAT_MS = 250
/** A busy machine is late by less. */
const LATE_MS = 1_000

let beatAt = performance.now()
let gapAt = Number.NEGATIVE_INFINITY
let beating: NodeJS.Timeout | null = null

/** The moment now, of a clock that notices from the first call on when this process does not run. */
export function ownNow(): number {
  const now = performance.now()
  if (!beating) beating = setInterval(ownNow, BEAT_MS).unref()
  else if (now - beatAt > BEAT_MS + LATE_MS) gapAt = now
  beatAt = now
  return now
}

/**
 * Whether this process has run all the time since a moment of `ownNow`. While it was stopped or its machine slept it
 * heard no answer, so that a silence over such a gap tells nothing about others.
 */
export function ranSince(moment: number): boolean {
  ownNow()
  return moment > gapAt
}
