/** How many of the resources found become targets. */
export type SelectionMode =
  | { readonly kind: 'ALL' }
  | { readonly kind: 'COUNT'; readonly n: number }
  | { readonly kind: 'PERCENT'; readonly n: number }

/** Reads `ALL`, `COUNT(n)` or `PERCENT(n)`; null for anything else, n = 0 and more than 100 percent. */
export function selectionModeOf(text: string): SelectionMode | null {
  if (text === 'ALL') return { kind: 'ALL' }
  const parts = /^(COUNT|PERCENT)\((\d+)\)$/.exec(text)
  const n = Number(parts?.[2])
  if (!parts || n < 1 || (parts[1] === 'PERCENT' && n > 100)) return null
  return { kind: parts[1] as 'COUNT' | 'PERCENT', n }
}

/** So many of `total` the mode selects; PERCENT rounds down, and may so give 0. */
export function selectedCount(mode: SelectionMode, total: number): number {
  if (mode.kind === 'ALL') return total
  return mode.kind === 'COUNT' ? Math.min(mode.n, total) : Math.floor((total * mode.n) / 100)
}

/** Selects at random; `random` gives numbers from 0 up to, not including, 1. */
export function select<T>(all: readonly T[], mode: SelectionMode, random = Math.random): readonly T[] {
  const left = [...all]
  const count = selectedCount(mode, left.length)
  return Array.from({ length: count }, () => left.splice(Math.floor(random() * left.length), 1)[0]!)
}

/** True when every tag is there with that very value; an empty value is no wildcard. */
export const hasTags = (tags: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>) =>
  Object.entries(wanted).every(([key, value]) => tags[key] === value)

export interface Filter {
  readonly path: string
  readonly values: readonly string[]
}

/** True when every filter finds, at its path, any of its values; lists on the way are looked through. */
export const passes = (description: unknown, filters: readonly Filter[]): boolean =>
  filters.every(({ path, values }) =>
    valuesAt(description, path.split('.')).some((found) => values.includes(found)),
  )

function valuesAt(it: unknown, path: readonly string[]): readonly string[] {
  if (Array.isArray(it)) return it.flatMap((one) => valuesAt(one, path))
  const [first, ...rest] = path
  if (first === undefined) return it === undefined || it === null ? [] : [String(it)]
  if (typeof it !== 'object' || it === null || !Object.hasOwn(it, first)) return []
  return valuesAt((it as Record<string, unknown>)[first], rest)
}
