import { NormalizedSchema } from '@smithy/core/schema'

/** What the package of an AWS client exports: its client, and each operation's schema under the name and a `$`. */
export type ClientPackage = Readonly<Record<string, unknown>>

/** Facts of a service's wire format, as its client has them. */
interface WireFacts {
  readonly version: string
  readonly xmlNamespace?: string
  /** What stands before an operation's name in `x-amz-target`, and in the path of Smithy's RPC protocol. */
  readonly serviceTarget: string
  /** Namespace of its shapes. */
  readonly defaultNamespace: string
  /** True where clients of an older query protocol read an error's code from a header. */
  readonly awsQueryCompatible?: boolean
}
/** An operation with its schemas. */
export interface OperationModel {
  readonly name: string
  readonly input: NormalizedSchema
  readonly output: NormalizedSchema
  /** Method and path, where it has a REST protocol. */
  readonly http?: readonly [method: string, path: string, status: number]
}
/** A service of AWS as its client's package describes it. */
export interface ServiceModel extends WireFacts {
  /** The client's own protocol, such as `aws.protocols#awsQuery`. */
  readonly protocol: string
  readonly operation: (name: string) => OperationModel | undefined
  /** The schema of an error; one of no members where it is not known. */
  readonly error: (name: string) => NormalizedSchema
}

type Traits = Pick<OperationModel, 'http'>
type StaticOperation = readonly [9, string, string, Traits | 0, never, never]
interface Configured {
  readonly config: { readonly protocol: { getShapeId(): string }; readonly protocolSettings: WireFacts }
}
type Constructor = new (config: { readonly region: string }) => Configured

/** The model in a client's package. */
export function modelOf(exported: ClientPackage): ServiceModel {
  const [, Client] = Object.entries(exported).find(([name]) => /^[A-Z]\w*Client$/.test(name)) ?? []
  const { protocol, protocolSettings } = new (Client as Constructor)({ region: 'us-east-1' }).config
  const known = new Map<string, OperationModel>()
  for (const [name, it] of Object.entries(exported))
    if (name.endsWith('$') && isOperation(it)) known.set(it[2], operationOf(it))
  return {
    ...protocolSettings,
    protocol: protocol.getShapeId(),
    operation: (name) => known.get(name),
    error: (name) => NormalizedSchema.of((exported[`${name}$`] as never) ?? 'unit'),
  }
}

const isOperation = (it: unknown): it is StaticOperation => Array.isArray(it) && it[0] === 9

function operationOf([, , name, traits, input, output]: StaticOperation): OperationModel {
  return {
    name,
    input: NormalizedSchema.of(input),
    output: NormalizedSchema.of(output),
    ...(traits === 0 ? {} : traits),
  }
}
