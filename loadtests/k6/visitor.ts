import type { Load, Step, System } from '../../model/kinds.ts'

/** What visitors see of a system. */
export type Visited = Pick<System, 'id' | 'journeys' | 'loads'>

/** What a visitor brings. */
export interface Visitor {
  /** Values for `{name}` in paths and headers; what is remembered of answers comes to them. */
  readonly values: Record<string, string>
  /** Makes each body when it is sent, by the name that a step has for it. */
  readonly bodies: Readonly<Record<string, () => Body>>
}
/** An object is sent as JSON; text and bytes are sent as they are, and the step's headers say what they are. */
export type Body = string | ArrayBuffer | object

/** A name in braces. */
const VALUE = /\{([\w-]+)\}/g
/** Differs for each visit; every visitor has it. */
export const VISIT = 'visit'

/** A text with the visitor's values in it. */
export const filled = (text: string, { values }: Visitor, as: (value: string) => string = String): string =>
  text.replace(VALUE, (_, name: string) => as(values[name]!))

/** Where a step goes: below `base`, or to the whole address that a value at the path's begin holds. */
export function addressOf({ path }: Step, visitor: Visitor, base: string): string {
  const first = /^\{[\w-]+\}/.exec(path)?.[0] ?? ''
  const whole = filled(first, visitor) + filled(path.slice(first.length), visitor, encodeURIComponent)
  return /^https?:\/\//.test(whole) ? whole : base + whole
}

/** The steps of a journey that a load's visitors take. */
export const stepsOf = (system: Visited, { steps }: Load, journey: string): Step[] =>
  system.journeys[journey]!.steps.filter((it) => steps?.includes(it.name) ?? true)

/** Everything that steps ask of a visitor and it does not have: found before the load rather than in its midst. */
export function visitorFindings(system: Visited, load: Load, visitor: Visitor): string[] {
  return load.journeys.flatMap((id) => {
    const known = new Set([...Object.keys(visitor.values), VISIT])
    return stepsOf(system, load, id).flatMap((step) => {
      const lacking = wantedBy(step).filter((name) => !known.has(name))
      for (const name of Object.keys(step.remember ?? {})) known.add(name)
      const where = `journey '${id}', step '${step.name}'`
      return [
        ...lacking.map(
          (name) => `${where}: nobody has a value '${name}': known are ${[...known].join(', ')}`,
        ),
        ...(step.body === undefined || step.body in visitor.bodies
          ? []
          : [`${where}: visitors have no body '${step.body}': known are ${Object.keys(visitor.bodies)}`]),
      ]
    })
  })
}

const wantedBy = ({ path, headers = {} }: Step): string[] =>
  [path, ...Object.values(headers)].flatMap((text) => [...text.matchAll(VALUE)].map((it) => it[1]!))
