/** The parts of `terraform show -json` of a plan that are read here. https://developer.hashicorp.com/terraform/internals/json-format */
export interface Plan {
  readonly resource_changes?: readonly ResourceChange[]
}
interface ResourceChange {
  readonly address: string
  readonly mode: 'managed' | 'data'
  readonly type: string
  readonly change: {
    readonly actions: readonly string[]
    readonly before: Values | null
    readonly after: Values | null
    readonly after_unknown?: Values
  }
}
type Values = Readonly<Record<string, unknown>>

/** One resource that a plan would change: what would be done, and to which of its arguments. */
export interface Change {
  readonly address: string
  readonly actions: readonly string[]
  /** `argument: before → after`. */
  readonly values: readonly string[]
}

const LONGEST = 160

/** What a plan would change. */
export const changesIn = (plan: Plan): readonly Change[] =>
  managed(plan)
    .filter(({ change }) => change.actions.join() !== 'no-op')
    .map(({ address, change }) => ({ address, actions: change.actions, values: valuesOf(change) }))

/** How many resources a plan is about. */
export const sizeOf = (plan: Plan): number => managed(plan).length

const managed = ({ resource_changes = [] }: Plan): readonly ResourceChange[] =>
  resource_changes.filter((it) => it.mode === 'managed')

function valuesOf({ before, after, after_unknown: unknown = {} }: ResourceChange['change']): string[] {
  const keys = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {}), ...Object.keys(unknown)])
  return [...keys].flatMap((key) => {
    const [was, will] = [
      text(before?.[key]),
      key in unknown && unknown[key] === true ? 'unknown' : text(after?.[key]),
    ]
    return was === will ? [] : [`${key}: ${was} → ${will}`]
  })
}

const text = (value: unknown): string => (JSON.stringify(value) ?? 'null').slice(0, LONGEST)
