/** A check that comes late is worth no more than one that is made often. */
const LONGEST_CHECK_MS = 1000

/**
 * What a listener gives its clients: so many seconds for the headers, and so many for the whole request. A client that
 * drips bytes for longer is told 408, and holds no connection any more; answers may take as long as they will.
 */
export function clientTimes(headersSeconds: number, requestSeconds: number) {
  const connectionsCheckingInterval = Math.min(LONGEST_CHECK_MS, headersSeconds * 250)
  return {
    requestTimeout: requestSeconds * 1000,
    http: { headersTimeout: headersSeconds * 1000, connectionsCheckingInterval },
  }
}
