/** Starting up or shutting down, a password that is being rotated, too many connections, read-only (a writer that was), deadlock, conflict. */
const PASSING_STATES = /^(57P0[123]|28P01|53300|25006|40P01|40001|08\d{3})$/
const PASSING_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
])
const PASSING_TEXTS =
  /connection terminated|timeout exceeded when trying to connect|query read timeout|connection ended/i

/** True where the same statement may succeed later: the server moved, restarts or was too busy. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return PASSING_STATES.test(code) || PASSING_CODES.has(code) || PASSING_TEXTS.test(error.message)
}
