/** A value that the bindings know and an older provider does not, and what is rehearsed in its place. */
export interface Instead {
  readonly type: string
  /** Its name, wherever in a block of that type it stands. */
  readonly argument: string
  readonly asked: string
  readonly instead: string
}

/** Rehearsed where the provider is older than the one that the bindings were made from. */
export const insteads: readonly Instead[] = [
  { type: 'aws_lambda_function', argument: 'runtime', asked: 'nodejs24.x', instead: 'nodejs22.x' },
  // 6.13 refuses the key that FIS asks for; an emulator takes any: https://github.com/hashicorp/terraform-provider-aws/pull/41209
  { type: 'aws_fis_experiment_template', argument: 'key', asked: 'Functions', instead: 'ManagedResources' },
]

type Resources = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>

/** Whether a version as `6.13.0` comes before another; a word is no version, and before none. */
export function isOlder(version: string, than: string): boolean {
  const [own = [], other = []] = [version, than].map((it) => it.split('.').map(Number))
  const at = own.findIndex((part, index) => part !== other[index])
  return at >= 0 && own[at]! < (other[at] ?? 0)
}

/** The resources as an older provider knows them. */
export const asOlderKnows = (resources: Resources): Resources => {
  const types = new Set(insteads.map(({ type }) => type))
  const changed = Object.entries(resources).filter(([type]) => types.has(type))
  return { ...resources, ...Object.fromEntries(changed.map(([type, own]) => [type, mended(type, own)])) }
}

function mended(type: string, own: Resources[string]): Resources[string] {
  const wanted = insteads.filter((it) => it.type === type)
  const known = (argument: string, value: unknown): unknown =>
    wanted.find((it) => it.argument === argument && it.asked === value)?.instead ?? value
  return JSON.parse(JSON.stringify(own), known) as Resources[string]
}
