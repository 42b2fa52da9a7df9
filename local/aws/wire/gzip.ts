import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { AwsRequest } from '../../types.ts'
import { signatureOf } from '../gateway/signature.ts'
import { malformed } from './error.ts'

/** No call that an SDK compresses is larger: a full PutMetricData (1,000 datums of 150 values) has some 3 MB. */
const MOST_BYTES = 8 * 1024 * 1024
const unzip = promisify(gunzip)

/**
 * The request with its body as it was before the SDK compressed it; throws MalformedInput where that cannot be told.
 * S3 alone takes encoded bodies as they are: there the encoding belongs to the object.
 */
export async function unpacked(request: AwsRequest): Promise<AwsRequest> {
  const { 'content-encoding': named, 'content-length': _, ...headers } = request.headers
  const encoding = named?.trim().toLowerCase() || 'identity'
  if (encoding === 'identity' || signatureOf(request)?.service === 's3') return request
  if (encoding !== 'gzip')
    throw malformed(`The content-encoding '${encoding}' is not read here: send gzip, or the body as it is`)
  try {
    return { ...request, headers, body: await unzip(request.body, { maxOutputLength: MOST_BYTES }) }
  } catch {
    throw malformed(
      `The body says that it is gzip, but it is not, or it has more than ${MOST_BYTES} bytes when unpacked`,
    )
  }
}
