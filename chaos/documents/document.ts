import type { System } from '../../model/kinds.ts'
import { documentRoleArn } from '../../model/names.ts'
import type { ApiStep, DocumentContent, PropertyStep, Step } from './content.ts'

type Named<S> = S & { readonly name: string }

/**
 * A fault that FIS has no action for, as an SSM Automation document: what is there is remembered, the fault is put in
 * place and seen, held for `Duration`, taken away, and seen to be gone. Its undo cannot be left out: `contentOf` leads
 * every end there.
 */
export interface FaultDocument<Parameter extends string = string> {
  readonly description: string
  /** Its own parameters, each with what it is; all are text. */
  readonly parameters: Readonly<Record<Parameter, string>>
  readonly remember: readonly Named<ApiStep>[]
  readonly inject: readonly Named<ApiStep>[]
  /** Fails where the fault is not to be seen. */
  readonly landed: PropertyStep
  readonly restore: readonly Named<ApiStep>[]
  /** Fails where something of the fault is left. */
  readonly clean: PropertyStep
}

/** Names of the two steps that are a fault's evidence, in every document. */
export const LANDED = 'landed'
export const CLEAN = 'clean'

/** Declares a document; an unknown step action does not compile. */
export const faultDocument = <const Parameter extends string>(
  it: FaultDocument<Parameter>,
): FaultDocument<Parameter> => it

/** A document's content: whatever ends a step between the fault and its undo leads to the undo. */
export function contentOf(system: System, id: string, it: FaultDocument): DocumentContent {
  const [undo = CLEAN] = it.restore.map(({ name }) => name)
  const safe = { onFailure: `step:${undo}`, onCancel: `step:${undo}` } as const
  const guarded: readonly Step[] = [
    ...it.inject,
    { name: LANDED, ...it.landed },
    { name: 'hold', action: 'aws:sleep', inputs: { Duration: '{{ Duration }}' } },
  ]
  const described = Object.entries<string>(it.parameters).map(
    ([name, description]) => [name, { type: 'String', description }] as const,
  )
  return {
    schemaVersion: '0.3',
    description: it.description,
    assumeRole: documentRoleArn(system, id),
    parameters: {
      ...Object.fromEntries(described),
      Duration: { type: 'String', description: 'How long the fault stays, in ISO 8601, such as PT5M.' },
    },
    mainSteps: [
      ...it.remember,
      ...guarded.map((step) => ({ ...step, ...safe })),
      // one undo that fails must not keep the others from being tried
      ...it.restore.map((step) => ({ ...step, onFailure: 'Continue' as const })),
      { name: CLEAN, ...it.clean, isEnd: true },
    ],
  }
}
