/**
 * A table that text from anywhere may be looked up in: `table['constructor']` is undefined, as an object without a
 * prototype inherits nothing.
 */
export const tableOf = <T>(entries: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
  Object.assign(Object.create(null), entries)

/** The value that an object has under that very name; what every object inherits, such as `toString`, is not found. */
export const own = <T>(it: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(it, name) ? it[name] : undefined
