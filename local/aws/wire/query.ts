import type { AwsRequest, AwsResponse } from '../../types.ts'
import { AwsError } from './error.ts'
import { formInput, formOf } from './form.ts'
import type { OperationModel, ServiceModel } from './model.ts'
import type { Protocol } from './protocol.ts'
import { type Content, element, membersOf, texts, xmlOf } from './xml.ts'

/** The AWS query protocol: a form in, XML out. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export function queryProtocol({ version, xmlNamespace }: ServiceModel): Protocol {
  return {
    ...formProtocol(version, false),
    write({ name, output: schema }, output, id) {
      const result: Content = schema.isStructSchema()
        ? { [`${name}Result`]: [schema.getSchema(), output] }
        : {}
      const content = { ...result, ResponseMetadata: element(texts({ RequestId: id })) }
      return answer(200, id, xmlOf(`${name}Response`, content, xmlNamespace))
    },
    writeError({ code, status, message }, id) {
      const problem = { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message }
      const content = { Error: element(texts(problem)), ...texts({ RequestId: id }) }
      return answer(status, id, xmlOf('ErrorResponse', content, xmlNamespace))
    },
  }
}

/** EC2's dialect: lists without a name of their own in the form, and the output without a wrapper. */
export function ec2Protocol({ version, xmlNamespace }: ServiceModel): Protocol {
  return {
    ...formProtocol(version, true),
    write({ name, output: schema }, output, id) {
      const content = { ...texts({ requestId: id }), ...membersOf(schema, output) }
      return answer(200, id, xmlOf(`${name}Response`, content, xmlNamespace))
    },
    writeError({ code, status, message }, id) {
      const problem = element(texts({ Code: code, Message: message }))
      return answer(
        status,
        id,
        xmlOf('Response', { Errors: element({ Error: problem }), ...texts({ RequestID: id }) }),
      )
    },
  }
}

const formProtocol = (version: string, isEc2: boolean) => ({
  operation: (request: AwsRequest) => formOf(request).get('Action'),
  read(operation: OperationModel, request: AwsRequest) {
    const form = formOf(request)
    const wanted = form.get('Version')
    if (wanted !== null && wanted !== version) throw otherVersion(operation, wanted, version)
    return formInput(operation.input, form, isEc2)
  },
  unknown: { code: 'InvalidAction' },
})

function otherVersion({ name }: OperationModel, wanted: string, version: string) {
  const message = `Could not find operation ${name} for version ${wanted}: served here is version ${version}`
  return new AwsError('InvalidAction', message)
}

const answer = (status: number, id: string, body: string): AwsResponse => ({
  status,
  headers: { 'content-type': 'text/xml', 'x-amzn-requestid': id },
  body,
})

/** An error of REST with XML, which S3 speaks. */
export const restXmlError = ({ code, status, message }: AwsError, id: string): AwsResponse =>
  answer(status, id, xmlOf('Error', texts({ Code: code, Message: message, RequestId: id })))
