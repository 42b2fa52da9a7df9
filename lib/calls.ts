import { HttpError } from './errors.ts'
import { withinDeadline } from './retries.ts'

/** A service or provider that is called over HTTP with JSON. */
export interface Callee {
  readonly get: <T>(path: string) => Promise<T>
  /** Only for calls that the callee takes twice without a second effect: they are repeated. */
  readonly post: <T>(path: string, body: unknown) => Promise<T>
}

/** An answer that may be another one later. */
class PassingAnswer extends Error {}

const mayPass = (error: unknown) =>
  error instanceof PassingAnswer ||
  error instanceof TypeError ||
  (error instanceof DOMException && error.name === 'TimeoutError')

/**
 * Calls a service by its base URL; each try may take `timeoutMs`, all together `deadlineMs`. No answer, 429 and
 * 5xx are tried again; another status above 399 is an `HttpError` with the callee's own problem.
 */
export function callee(name: string, baseUrl: string, timeoutMs: number, deadlineMs: number): Callee {
  const deadline = withinDeadline(deadlineMs, mayPass)
  const once = async <T>(path: string, init: RequestInit): Promise<T> => {
    const response = await fetch(baseUrl + path, { ...init, signal: AbortSignal.timeout(timeoutMs) })
    const text = await response.text()
    if (response.status === 429 || response.status >= 500)
      throw new PassingAnswer(`${name} answers ${response.status} to ${path}`)
    if (!response.ok) throw new HttpError(response.status, response.statusText, `${name}: ${text}`)
    return JSON.parse(text) as T
  }
  return {
    get: (path) => deadline.execute(() => once(path, {})),
    post: (path, body) =>
      deadline.execute(() =>
        once(path, {
          method: 'POST',
          body: JSON.stringify(body),
          headers: { 'content-type': 'application/json' },
        }),
      ),
  }
}
