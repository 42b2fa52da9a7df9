import { Encoder } from 'cbor-x'
import type { Protocol } from '../../wire/protocol.ts'
import { readCbor } from '../../wire/read.ts'
import { SHAPES } from './json.ts'

const PATH = /^\/service\/GraniteServiceVersion20100801\/operation\/(\w+)\/?(?:\?|$)/
const codec = new Encoder({ useRecords: false, mapsAsObjects: true, tagUint8Array: false })
const headersWith = (requestId: string) => ({
  'content-type': 'application/cbor',
  'smithy-protocol': 'rpc-v2-cbor',
  'x-amzn-requestid': requestId,
})

/** Smithy RPC v2 with CBOR, which the newer SDKs and the `aws` command speak. https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html */
export const cbor: Protocol = {
  name: 'cbor',
  operation: ({ url, headers }) =>
    headers['smithy-protocol'] === 'rpc-v2-cbor' ? (PATH.exec(url)?.[1] ?? null) : null,
  read: ({ body }) => (body.length === 0 ? {} : plain(readCbor(body))),
  write: (_operation, output, requestId) => ({
    status: 200,
    headers: headersWith(requestId),
    body: codec.encode(present(output)),
  }),
  writeError: ({ shape, code, status, message }, requestId) => ({
    status,
    headers: {
      ...headersWith(requestId),
      'x-amzn-query-error': `${code};${status < 500 ? 'Sender' : 'Receiver'}`,
    },
    body: codec.encode({ __type: SHAPES + shape, message }),
  }),
  unknown: { code: 'InvalidAction' },
}

/** What JSON would hold: times as seconds of the epoch, whole numbers that came as 64 bits as numbers, no nulls. */
function plain(it: unknown): unknown {
  if (it instanceof Date) return it.getTime() / 1000
  if (typeof it === 'bigint') return Number(it)
  if (typeof it === 'number' && !Number.isFinite(it)) return String(it)
  if (Array.isArray(it)) return it.map(plain)
  if (it === null || typeof it !== 'object') return it
  const members = Object.entries(it).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(members.map(([name, value]) => [name, plain(value)]))
}

/** The output without members that have no value (CBOR would write undefined) and without Map (it would be tagged). */
function present(it: unknown): unknown {
  if (Array.isArray(it)) return it.map(present)
  if (it instanceof Map) return Object.fromEntries(it)
  if (it === null || typeof it !== 'object' || it instanceof Date) return it
  const members = Object.entries(it).filter(([, value]) => value !== undefined)
  return Object.fromEntries(members.map(([name, value]) => [name, present(value)]))
}
