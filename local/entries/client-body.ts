import type { IncomingMessage } from 'node:http'
import { PassThrough, type Readable } from 'node:stream'

/**
 * A client's body on its way to a target. Where the target takes no more of it, as it has answered already or is gone,
 * the rest is read and dropped: a connection that is closed with bytes unread is reset, and the answer is lost with it.
 */
export function clientBody(request: IncomingMessage): Readable {
  const body = new PassThrough()
  request.pipe(body)
  request.on('error', (error) => body.destroy(error))
  request.once('close', () => request.complete || body.destroy(new Error('the client has gone')))
  body.once('close', () => {
    request.unpipe(body)
    request.resume()
  })
  return body
}
