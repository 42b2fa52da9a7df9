import type { AwsRequest } from '../../types.ts'
import { AwsError } from './error.ts'
import { formOf, parametersOf } from './form.ts'
import type { Protocol } from './protocol.ts'
import { elements, xmlOf } from './xml.ts'

/** An API of the query protocol, or of EC2's dialect of it. */
export interface QueryApi {
  /** The first label of its name space's host, such as `autoscaling`. */
  readonly api: string
  /** A request for another version is refused: classic load balancers share a signing name with the newer ones. */
  readonly version: string
  /** Names of lists' elements by the list's own name, where they are not `member`. */
  readonly lists?: Readonly<Record<string, string>>
}
const XML = { 'content-type': 'text/xml' }

/** The AWS query protocol: a form in, XML out. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export function awsQuery({ api, version, lists = {} }: QueryApi): Protocol {
  const namespace = `http://${api}.amazonaws.com/doc/${version}/`
  const elementOf = (list: string) => lists[list] ?? 'member'
  return {
    name: 'query',
    operation: (request) => formOf(request).get('Action'),
    read: (request) => parametersFor(version, request),
    write(operation, output, requestId) {
      const result = { [`${operation}Result`]: elements(output, elementOf) }
      const body = {
        ...(Object.keys(output).length > 0 ? result : {}),
        ResponseMetadata: { RequestId: requestId },
      }
      return { status: 200, headers: XML, body: xmlOf(`${operation}Response`, body, namespace) }
    },
    writeError({ code, status, message }, requestId) {
      const problem = { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message }
      const body = xmlOf('ErrorResponse', { Error: problem, RequestId: requestId }, namespace)
      return { status, headers: XML, body }
    },
    unknown: { code: 'InvalidAction' },
  }
}

/** EC2's dialect: lists without a name of their own in the form, `item` in the XML, and the output without a wrapper. */
export function ec2Query({ api, version }: Omit<QueryApi, 'lists'>): Protocol {
  const namespace = `http://${api}.amazonaws.com/doc/${version}/`
  return {
    ...awsQuery({ api, version }),
    name: 'ec2',
    write(operation, output, requestId) {
      const body = { requestId, ...(elements(output, () => 'item') as object) }
      return { status: 200, headers: XML, body: xmlOf(`${operation}Response`, body, namespace) }
    },
    writeError({ code, status, message }, requestId) {
      const body = { Errors: { Error: { Code: code, Message: message } }, RequestID: requestId }
      return { status, headers: XML, body: xmlOf('Response', body) }
    },
  }
}

function parametersFor(version: string, request: AwsRequest): unknown {
  const form = formOf(request)
  const wanted = form.get('Version')
  if (wanted === null || wanted === version) return parametersOf(form)
  throw new AwsError(
    'InvalidAction',
    `Could not find operation ${form.get('Action')} for version ${wanted}: served here is version ${version}`,
  )
}
