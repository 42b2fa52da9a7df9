/** What a CI job must tell apart; the design's list. */
export const EXIT = {
  met: 0,
  usage: 2,
  prerequisite: 3,
  notMet: 10,
  stopped: 11,
  undoIncomplete: 12,
  violated: 13,
  notCounted: 14,
} as const
