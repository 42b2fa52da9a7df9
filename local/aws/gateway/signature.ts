import type { AwsRequest } from '../../types.ts'

/** Who signed a request, and for what: the credential scope of Signature Version 4. */
export interface Signature {
  readonly accessKey: string
  readonly region: string
  readonly service: string
}

type Signed = Pick<AwsRequest, 'url' | 'headers'>

const ALGORITHM = 'AWS4-HMAC-SHA256'
const SCOPE = /^([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request$/
const PARTS = ['Credential', 'SignedHeaders', 'Signature'] as const
type Parts = Readonly<Partial<Record<(typeof PARTS)[number], string>>>

/**
 * Signature of a request, from its header or, for a presigned URL, its query; null where it has none, `incomplete`
 * where a part of it is missing or cannot be read.
 */
export function signatureIn(request: Signed): Signature | 'incomplete' | null {
  const parts = partsOf(request)
  if (!parts) return null
  const [, accessKey, region, service] = SCOPE.exec(parts.Credential ?? '') ?? []
  const whole = accessKey && region && service && parts.SignedHeaders && parts.Signature
  return whole ? { accessKey, region, service } : 'incomplete'
}

/** The whole signature of a request, or null. */
export function signatureOf(request: Signed): Signature | null {
  const found = signatureIn(request)
  return found === 'incomplete' ? null : found
}

/** Null where the request does not even begin to be signed. */
function partsOf({ url, headers: { authorization } }: Signed): Parts | null {
  if (authorization !== undefined) {
    const [algorithm, ...rest] = authorization.trim().split(/[\s,]+/)
    return algorithm === ALGORITHM ? partsWith((name) => valueIn(rest, name)) : {}
  }
  const query = queryOf(url)
  if (![...query.keys()].some((name) => name.startsWith('X-Amz-'))) return null
  return query.get('X-Amz-Algorithm') === ALGORITHM ? partsWith((name) => query.get(`X-Amz-${name}`)) : {}
}

const partsWith = (value: (name: string) => string | null): Parts =>
  Object.fromEntries(PARTS.map((name) => [name, value(name) ?? '']))
const valueIn = (pairs: readonly string[], name: string) =>
  pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? null

/** The query of a URL as its parameters. */
export const queryOf = (url: string): URLSearchParams => new URLSearchParams(url.split('?')[1] ?? '')

/** The same request in the name of an account: MiniStack takes an access key of 12 digits for one. */
export function asAccount(request: AwsRequest, account: string): AwsRequest {
  const { authorization } = request.headers
  if (authorization)
    return { ...request, headers: { ...request.headers, authorization: renamed(authorization, account) } }
  const query = queryOf(request.url)
  query.set('X-Amz-Credential', (query.get('X-Amz-Credential') ?? '').replace(/^[^/]*/, account))
  return { ...request, url: `${request.url.split('?')[0]}?${query}` }
}

const renamed = (authorization: string, account: string) =>
  authorization.replace(/Credential=[^/,\s]+/, `Credential=${account}`)
