import { invalid } from './errors.ts'

/** The body as an object; an error where it is not JSON. */
export function jsonOf(body: unknown): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(typeof body === 'string' ? body : '{}')
    if (value !== null && typeof value === 'object') return value as Record<string, unknown>
  } catch {
    // said below
  }
  throw invalid('the body must be a JSON object')
}
