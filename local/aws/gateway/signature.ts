import type { AwsRequest } from '../../types.ts'

/** Who signed a request, and for what: the credential scope of Signature Version 4. */
export interface Signature {
  readonly accessKey: string
  readonly region: string
  readonly service: string
}

const SCOPE = /Credential=([^/,\s]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/
const PRESIGNED = /[?&]X-Amz-Credential=([^&]+)/i

/** Signature of a request, from its header or, for a presigned URL, its query; null where it has none. */
export function signatureOf(request: Pick<AwsRequest, 'url' | 'headers'>): Signature | null {
  const query = PRESIGNED.exec(request.url)?.[1]
  const text = request.headers.authorization ?? (query ? `Credential=${decodeURIComponent(query)}` : '')
  const [, accessKey, region, service] = SCOPE.exec(text) ?? []
  return accessKey && region && service ? { accessKey, region, service } : null
}

/** The same request in the name of an account: MiniStack takes an access key of 12 digits for one. */
export function asAccount(request: AwsRequest, account: string): AwsRequest {
  const { authorization } = request.headers
  if (authorization)
    return { ...request, headers: { ...request.headers, authorization: renamed(authorization, account) } }
  return { ...request, url: request.url.replace(/(X-Amz-Credential=)[^%/&]+/i, `$1${account}`) }
}

const renamed = (authorization: string, account: string) =>
  authorization.replace(/Credential=[^/,\s]+/, `Credential=${account}`)
