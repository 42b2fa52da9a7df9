import { tableOf } from '../../../../lib/own.ts'
import { type Check, refusal } from './refusal.ts'

const PROTOCOLS = ['http', 'https', 'email', 'email-json', 'sms', 'sqs', 'application', 'lambda', 'firehose']
const MOST_SUBJECT = 100
const TYPE = /^(?:String|String\.Array|Number|Binary)$/
const invalid = (what: string) => refusal('InvalidParameter', `Invalid parameter: ${what}`)

interface Publication {
  readonly Message?: string
  readonly Subject?: string
  readonly MessageStructure?: string
  readonly MessageAttributes?: Readonly<Record<string, { readonly DataType?: string }>>
}

const publish: Check = (input) => {
  const { Message, Subject, MessageStructure, MessageAttributes = {} } = input as Publication
  if (!Message) return invalid('Empty message')
  if (Subject !== undefined && (Subject.length > MOST_SUBJECT || /[\r\n]/.test(Subject)))
    return invalid('Subject')
  if (MessageStructure === 'json' && typeof recordOf(Message)?.default !== 'string')
    return invalid('Message Structure - No default entry in JSON message body')
  const wrong = Object.entries(MessageAttributes).find(([, { DataType = '' }]) => !TYPE.test(DataType))
  if (!wrong) return null
  return refusal(
    'ParameterValueInvalid',
    `The message attribute '${wrong[0]}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
  )
}

const subscribe: Check = ({ Protocol, Attributes = {} }) => {
  if (!PROTOCOLS.includes(String(Protocol)))
    return invalid(`Does not support this protocol string: ${Protocol}`)
  return filterPolicy((Attributes as { FilterPolicy?: string }).FilterPolicy)
}

const subscriptionAttributes: Check = ({ AttributeName, AttributeValue }) =>
  AttributeName === 'FilterPolicy' ? filterPolicy(AttributeValue as string | undefined) : null

/** A policy is an object of lists, or of objects of them; an empty one is taken away. */
function filterPolicy(text: string | undefined) {
  if (!text) return null
  const policy = recordOf(text)
  if (!policy) return invalid('FilterPolicy: failed to parse JSON')
  const wrong = Object.entries(policy).find(([, rule]) => rule === null || typeof rule !== 'object')
  return wrong ? invalid(`FilterPolicy: "${wrong[0]}" must be an object or an array`) : null
}

function recordOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const it: unknown = JSON.parse(text)
    return it !== null && typeof it === 'object' && !Array.isArray(it)
      ? (it as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}

/** What SNS refuses and MiniStack takes: a filter policy that is none would break every later publication. */
export const snsChecks = tableOf<Check>({
  Publish: publish,
  Subscribe: subscribe,
  SetSubscriptionAttributes: subscriptionAttributes,
})
