import { XmlShapeDeserializer, XmlShapeSerializer } from '@aws-sdk/core/protocols'
import type { AwsResponse } from '../../types.ts'
import { AwsError } from './error.ts'
import { formInput, formOf } from './form.ts'
import type { OperationModel, ServiceModel } from './model.ts'
import type { Protocol } from './protocol.ts'

type Members = Readonly<Record<string, unknown>>

/** The AWS query protocol, or EC2's dialect of it: a form in, XML out. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export function queryProtocol({ version, xmlNamespace }: ServiceModel, isEc2 = false): Protocol {
  const answer = (status: number, root: string, members: Members, value: object, namespace?: string) => ({
    status,
    headers: { 'content-type': 'text/xml' },
    body: xmlOf(root, members, value, namespace),
  })
  return {
    operation: (request) => formOf(request).get('Action'),
    read(operation, request) {
      const form = formOf(request)
      const wanted = form.get('Version')
      if (wanted !== null && wanted !== version) throw otherVersion(operation, wanted, version)
      return formInput(operation.input, form, isEc2)
    },
    write({ name, output: schema }, output, id): AwsResponse {
      const result = isEc2
        ? [
            { requestId: TEXT, ...membersOf(schema) },
            { requestId: id, ...output },
          ]
        : [
            {
              ...(schema.isStructSchema() ? { [`${name}Result`]: schema.getSchema() } : {}),
              ResponseMetadata: METADATA,
            },
            { [`${name}Result`]: output, ResponseMetadata: { RequestId: id } },
          ]
      return answer(200, `${name}Response`, result[0]!, result[1]!, xmlNamespace)
    },
    writeError: ({ code, status, message }, id) => {
      const problem = { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message }
      return isEc2
        ? answer(status, 'Response', EC2_ERROR, { Errors: { Error: problem }, RequestID: id })
        : answer(status, 'ErrorResponse', ERROR, { Error: problem, RequestId: id }, xmlNamespace)
    },
    unknown: { code: 'InvalidAction' },
  }
}

/** The members of a structure with their schemas, as the client's package has them. */
function membersOf(schema: OperationModel['output']): Members {
  const [, , , , names, members] = schema.getSchema() as unknown as Struct
  return Object.fromEntries(names.map((name, at) => [name, members[at]]))
}

function otherVersion({ name }: OperationModel, wanted: string, version: string) {
  const message = `Could not find operation ${name} for version ${wanted}: served here is version ${version}`
  return new AwsError('InvalidAction', message)
}

const TEXT = 0
type Struct = readonly [3, string, string, object | 0, readonly string[], readonly unknown[]]
const struct = (name: string, members: Members): Struct => [
  3,
  'wire',
  name,
  0,
  Object.keys(members),
  Object.values(members),
]
const METADATA = struct('ResponseMetadata', { RequestId: TEXT })
const ERROR = { Error: struct('Error', { Type: TEXT, Code: TEXT, Message: TEXT }), RequestId: TEXT }
const EC2_ERROR = {
  Errors: struct('Errors', { Error: struct('Error', { Code: TEXT, Message: TEXT }) }),
  RequestID: TEXT,
}

const settings = {
  xmlNamespace: '',
  serviceNamespace: '',
  timestampFormat: { useTrait: true, default: 5 },
  httpBindings: false,
} as const

/** A document of one root element. */
function xmlOf(root: string, members: Members, value: object, xmlNamespace = ''): string {
  const serializer = new XmlShapeSerializer({ ...settings, xmlNamespace })
  serializer.write(struct(root, members) as never, value)
  return String(serializer.flush())
}

/** What an answer of the query protocol says. */
export function readXml({ name, output }: OperationModel, body: AwsResponse['body']): unknown {
  return new XmlShapeDeserializer(settings).read(output, Buffer.from(body), `${name}Result`)
}
