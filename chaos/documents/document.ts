import type { System } from '../../model/kinds.ts'
import { documentRoleArn } from '../../model/names.ts'
import type { ApiStep, DocumentContent, PropertyStep, Step } from './content.ts'

type Named<S> = S & { readonly name: string }
type Steps = readonly Named<ApiStep | PropertyStep>[]

/**
 * A fault that FIS has no action for, as an SSM Automation document: what is there is remembered, the fault is put in
 * place and seen, held for `Duration`, taken away, and seen to be gone. Its undo cannot be left out: `contentOf` leads
 * every end there.
 */
export interface FaultDocument {
  readonly description: string
  /** Its own parameters, each with what it is; all are text. */
  readonly parameters: Readonly<Record<string, string>>
  /** Looks at what is there, and changes nothing: where one of these fails, nothing has happened. */
  readonly remember: Steps
  readonly inject: Steps
  /** Fails where the fault is not to be seen. */
  readonly landed: PropertyStep
  /** Each can be done twice; absent where the fault passes by itself, and then it is not held either. */
  readonly restore?: Steps
  /** Fails where something of the fault is left. */
  readonly clean: PropertyStep
}

/** Names of the two steps that are a fault's evidence, in every document. */
export const LANDED = 'landed'
export const CLEAN = 'clean'

/** Declares a document; an unknown action of a step does not compile. */
export const faultDocument = <const It extends FaultDocument>(it: It): It => it

const DURATION = {
  type: 'String',
  description: 'How long the fault stays, in ISO 8601, such as PT5M.',
} as const
const HOLD: Step = { name: 'hold', action: 'aws:sleep', inputs: { Duration: '{{ Duration }}' } }

/** A document's content: whatever ends a step between the fault and its undo leads to the undo. */
export function contentOf(system: System, id: string, it: FaultDocument): DocumentContent {
  const { restore = [] } = it
  const isHeld = restore.length > 0
  const undo = `step:${restore[0]?.name ?? CLEAN}` as const
  const guarded: readonly Step[] = [...it.inject, { name: LANDED, ...it.landed }, ...(isHeld ? [HOLD] : [])]
  const described = Object.entries(it.parameters).map(
    ([name, description]) => [name, { type: 'String', description }] as const,
  )
  return {
    schemaVersion: '0.3',
    description: it.description,
    assumeRole: documentRoleArn(system, id),
    parameters: { ...Object.fromEntries(described), ...(isHeld ? { Duration: DURATION } : {}) },
    mainSteps: [
      ...it.remember,
      ...guarded.map((step) => ({ ...step, onFailure: undo, onCancel: undo })),
      // one step of the undo that fails must not keep the others from being tried
      ...restore.map((step) => ({ ...step, onFailure: 'Continue' as const })),
      { name: CLEAN, ...it.clean, isEnd: true },
    ],
  }
}
