import { refusalOf } from '../../../lib/origin-guard.ts'
import type { System } from '../../../model/kinds.ts'
import { platform } from '../../../model/platform.ts'
import type { Emulated } from '../../engines/emulated.ts'
import type { AwsService } from '../../types.ts'
import { type Call, RPC_PATH } from './call.ts'
import type { AwsError } from './errors.ts'
import { queryOf, signatureIn } from './signature.ts'

/** Who serves what behind the endpoint. */
export interface Served {
  readonly ours: ReadonlyMap<string, AwsService>
  readonly emulated: ReadonlyMap<string, Emulated>
}

/**
 * Says why a call is not let in, as AWS would; null where it is. A call is let in if no page of another origin sent it,
 * it is signed with a key of the system's, and its path is one that its service has.
 */
export function admission(system: System, served: Served) {
  const keys = new Set([platform.credentials.accessKeyId, ...Object.keys(system.workloads)])
  const checks = [
    ofPage,
    (call: Call) => unsigned(call, keys),
    unknownPath,
    (call: Call) => notServed(call, served),
  ]
  return (call: Call): AwsError | null => {
    for (const check of checks) {
      const refusal = check(call)
      if (refusal) return refusal
    }
    return null
  }
}

/** The newer protocols call most errors by a longer name. */
const named = ({ protocol }: Call, code: string) =>
  protocol === 'query' || protocol === 'rest-xml' ? code : `${code}Exception`

function ofPage(call: Call): AwsError | null {
  const message = refusalOf(call.request)
  return message ? { status: 403, code: named(call, 'AccessDenied'), message } : null
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
function unsigned(call: Call, keys: ReadonlySet<string>): AwsError | null {
  const signature = signatureIn(call.request)
  const refusal = (code: string, message: string) => ({ status: 403, code, message })
  if (signature === null)
    return refusal(
      named(call, 'MissingAuthenticationToken'),
      'Request is missing Authentication Token: sign it, with any secret key',
    )
  if (signature === 'incomplete')
    return refusal(
      named(call, 'IncompleteSignature'),
      'The signature needs AWS4-HMAC-SHA256 with Credential=<key>/<day>/<region>/<service>/aws4_request, SignedHeaders and Signature',
    )
  if (keys.has(signature.accessKey)) return null
  const [first] = keys
  return refusal(
    call.protocol === 'query' || call.protocol === 'rest-xml'
      ? 'InvalidClientTokenId'
      : 'UnrecognizedClientException',
    `The security token included in the request is invalid: AWS_ACCESS_KEY_ID=${first} is known here, '${signature.accessKey}' is not`,
  )
}

const QUEUE_PATH = /^\/\d{12}\/[\w-]{1,80}(\.fifo)?$/
/** Two slashes, a dot segment, or a name that no operation of AWS begins with but pages of emulators do. */
const STRANGE = /\/\/|\/\.{1,2}(\/|$)|^\/_/

function unknownPath({ request, protocol, service }: Call): AwsError | null {
  const path = decodedPath(request.url)
  const known = path !== null && isPathOf(path, protocol, service)
  return known
    ? null
    : { status: 404, code: 'NotFound', message: `${request.url.split('?')[0]} is not served here` }
}

function isPathOf(path: string, protocol: Call['protocol'], service: string): boolean {
  switch (protocol) {
    case 'json':
    case 'cbor':
    case 'query':
      return path === '/' || (service === 'sqs' && QUEUE_PATH.test(path))
    case 'rpc-cbor':
      return RPC_PATH.test(path)
    default:
      // the rest is for the routes of the service
      return path.startsWith('/') && !STRANGE.test(path)
  }
}

/** Null for a path that is not percent-encoded as URLs are. */
function decodedPath(url: string): string | null {
  try {
    return decodeURIComponent(url.split('?')[0]!)
  } catch {
    return null
  }
}

function notServed(call: Call, { ours, emulated }: Served): AwsError | null {
  const { service, protocol, request } = call
  const emulator = emulated.get(service)
  if (!emulator) return ours.has(service) ? null : nobodys(service, [...ours.keys(), ...emulated.keys()])
  if (protocol === 'query' || protocol === 'json' || protocol === 'cbor') return strayIn(call, emulator)
  const message = `${request.method} ${request.url.split('?')[0]} is no operation of ${service}`
  return { status: 404, code: named(call, 'UnknownOperation'), message }
}

const nobodys = (service: string, all: readonly string[]): AwsError => ({
  status: 501,
  code: 'NotImplemented',
  message: `Nobody serves '${service}' here: the system needs none. Served are ${[...new Set(all)].sort().join(', ')}`,
})

/** What the emulator would read another way than the endpoint does, and so answer behind the journal's back. */
function strayIn({ request, protocol, service }: Call, { targets }: Emulated): AwsError | null {
  const target = request.headers['x-amz-target'] ?? ''
  if (protocol !== 'query' && !targets.includes(target.slice(0, target.lastIndexOf('.'))))
    return {
      status: 400,
      code: 'UnknownOperationException',
      message: `${target} is no operation of ${service}`,
    }
  const inQuery = [...queryOf(request.url).keys()].filter((name) => !name.startsWith('X-Amz-'))
  if (request.body.length === 0 || inQuery.length === 0) return null
  const message = `Parameters stand in the body or in the query, not in both: ${inQuery.join(', ')}`
  return { status: 400, code: 'InvalidParameterCombination', message }
}
