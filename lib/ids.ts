import { randomUUID } from 'node:crypto'

/** A UUIDv7: sorts by the time it was made, so that rows made together lie together. RFC 9562, 5.7. */
export function uuidv7(now = Date.now()): string {
  const time = now.toString(16).padStart(12, '0')
  // the random bits of a UUIDv4, which Node takes from the system many at a time, under another version
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}

/** Milliseconds since 1970 at which a UUIDv7 was made. */
export const uuidTime = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)

/** A trace id in X-Ray's form, for requests that bring none. */
export const traceId = (now = Date.now()): string =>
  `Root=1-${Math.floor(now / 1000).toString(16)}-${randomUUID().replaceAll('-', '').slice(0, 24)}`
