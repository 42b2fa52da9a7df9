import Type, { type TSchema } from 'typebox'
import { Value } from 'typebox/value'
import type { DocumentContent, Step } from '../../../chaos/documents/content.ts'
import { tableOf } from '../../../lib/own.ts'

const text = Type.String({ minLength: 1 })
const optional = Type.Optional
const closed = { additionalProperties: false }
/** https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html#automation-common */
const common = {
  name: Type.String({ pattern: '^[A-Za-z][\\w]{2,127}$' }),
  onFailure: optional(Type.String({ pattern: '^(Abort|Continue|step:\\w+)$' })),
  onCancel: optional(Type.String({ pattern: '^(Abort|step:\\w+)$' })),
  isCritical: optional(Type.Boolean()),
  isEnd: optional(Type.Boolean()),
  nextStep: optional(text),
}
const api = { Service: text, Api: text }
const output = Type.Object(
  {
    Name: text,
    Selector: text,
    Type: Type.Enum(['String', 'Integer', 'Boolean', 'StringList', 'StringMap', 'MapList']),
  },
  closed,
)
const property = Type.Object({ ...api, PropertySelector: text, DesiredValues: Type.Array(text) })
const action = <S extends Record<string, TSchema>>(name: string, more: S) =>
  Type.Object({ ...common, action: Type.Literal(name), ...more }, closed)

/** The actions that documents may have here, each with its inputs. */
const ACTIONS = tableOf<TSchema>({
  'aws:executeAwsApi': action('aws:executeAwsApi', {
    inputs: Type.Object(api),
    outputs: optional(Type.Array(output)),
  }),
  'aws:assertAwsResourceProperty': action('aws:assertAwsResourceProperty', { inputs: property }),
  'aws:waitForAwsResourceProperty': action('aws:waitForAwsResourceProperty', {
    inputs: property,
    timeoutSeconds: optional(Type.Integer({ minimum: 1 })),
  }),
  'aws:sleep': action('aws:sleep', { inputs: Type.Object({ Duration: text }, closed) }),
})
const Content = Type.Object(
  {
    schemaVersion: Type.Literal('0.3'),
    description: optional(Type.String()),
    assumeRole: optional(text),
    parameters: optional(
      Type.Record(
        Type.String(),
        Type.Object(
          { type: Type.Literal('String'), description: optional(text), default: optional(text) },
          closed,
        ),
      ),
    ),
    mainSteps: Type.Array(Type.Unknown(), { minItems: 1 }),
  },
  closed,
)

/** What is wrong with a document's content, one sentence each; none where it can run here. */
export function contentFindings(raw: unknown): readonly string[] {
  const findings = findingsOf(Content, raw, 'the document')
  if (findings.length > 0) return findings
  const steps = (raw as { mainSteps: readonly Partial<Step>[] }).mainSteps
  return [...steps.flatMap(stepFindings), ...(steps.some(hasNoShape) ? [] : flowFindings(steps as never))]
}

const hasNoShape = (it: Partial<Step>): boolean => stepFindings(it, 0).length > 0

function stepFindings(step: Partial<Step>, at: number): readonly string[] {
  const where = `step ${step?.name ?? at + 1}`
  const known = ACTIONS[String(step?.action)]
  if (known) return findingsOf(known, step, where)
  return [`${where} has action ${step?.action}: available here are ${Object.keys(ACTIONS).join(', ')}.`]
}

/** Every step that a step names must be there, under a name of its own. */
function flowFindings(steps: DocumentContent['mainSteps']): readonly string[] {
  const names = steps.map((it) => it.name)
  const twice = names.filter((name, at) => names.indexOf(name) !== at)
  const named = (it: Step) => [it.nextStep, stepOf(it.onFailure), stepOf(it.onCancel)]
  return [
    ...twice.map((name) => `There are several steps with the name ${name}.`),
    ...steps.flatMap((it) =>
      named(it)
        .filter((to) => to !== undefined && !names.includes(to))
        .map((to) => `step ${it.name} leads to ${to}, which is no step of the document.`),
    ),
  ]
}

/** `step:undo` → `undo`; undefined where a turn leads to no step. */
export const stepOf = (turn: string | undefined): string | undefined =>
  turn?.startsWith('step:') ? turn.slice('step:'.length) : undefined

const findingsOf = (schema: TSchema, it: unknown, where: string): readonly string[] =>
  [...Value.Errors(schema, it)].map(
    ({ instancePath, message }) =>
      `${where}: ${instancePath ? `${instancePath.slice(1).replaceAll('/', '.')} ` : ''}${message}.`,
  )
