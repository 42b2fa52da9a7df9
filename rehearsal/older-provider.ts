/** A value that the bindings know and an older provider does not, and what is rehearsed in its place. */
export interface Instead {
  readonly type: string
  readonly argument: string
  readonly asked: string
  readonly instead: string
}

/** Rehearsed where the provider is older than the one that the bindings were made from. */
export const insteads: readonly Instead[] = [
  { type: 'aws_lambda_function', argument: 'runtime', asked: 'nodejs24.x', instead: 'nodejs22.x' },
]

type Resources = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>

/** Whether a version as `6.13.0` comes before another; a word is no version, and before none. */
export function isOlder(version: string, than: string): boolean {
  const [own = [], other = []] = [version, than].map((it) => it.split('.').map(Number))
  const at = own.findIndex((part, index) => part !== other[index])
  return at >= 0 && own[at]! < (other[at] ?? 0)
}

/** The resources as an older provider knows them. */
export function asOlderKnows(resources: Resources): Resources {
  const changed = insteads.flatMap(({ type, argument, asked, instead }) => {
    const own = Object.entries(resources[type] ?? {})
    if (!own.some(([, it]) => it[argument] === asked)) return []
    const mended = own.map(([name, it]) => [
      name,
      it[argument] === asked ? { ...it, [argument]: instead } : it,
    ])
    return [[type, Object.fromEntries(mended)]]
  })
  return { ...resources, ...Object.fromEntries(changed) }
}
