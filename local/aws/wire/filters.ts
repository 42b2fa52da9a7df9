/** One filter of a request: values are alternatives, and may have `*` and `?` for any text and any letter. */
export interface Filter {
  readonly name: string
  readonly values: readonly string[]
}
/** What a filter of that name looks at; undefined where there is no such filter. */
export type Looks<T> = (name: string) => ((it: T) => readonly string[]) | undefined

/** Those that all filters let through; throws `bad` for a filter that is not known. */
export function filtered<T>(
  all: readonly T[],
  filters: readonly Filter[],
  looks: Looks<T>,
  bad: (name: string) => Error,
): readonly T[] {
  const tests = filters.map(({ name, values }) => {
    const look = looks(name)
    if (!look) throw bad(name)
    const patterns = values.map(patternOf)
    return (it: T) => look(it).some((value) => patterns.some((pattern) => pattern.test(value)))
  })
  return all.filter((it) => tests.every((test) => test(it)))
}

function patternOf(value: string): RegExp {
  const literal = value.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${literal.replaceAll('*', '[^]*').replaceAll('?', '[^]')}$`)
}
