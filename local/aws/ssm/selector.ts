const WHOLE = /^\$((\.[\w-]+)|(\[\d+\]))*$/
const PART = /\.([\w-]+)|\[(\d+)\]/g

/** What a JSON path of names and indexes (`$.Rules[0].RuleArn`) finds in an answer; undefined where there is nothing. */
export function select(selector: string, answer: unknown): unknown {
  if (!WHOLE.test(selector))
    throw new Error(`the selector ${selector} is not one of names and indexes, such as $.Rules[0].RuleArn`)
  let at = answer
  for (const [, name, index] of selector.matchAll(PART)) {
    if (at === null || typeof at !== 'object') return undefined
    const key = name ?? Number(index)
    at = Object.hasOwn(at, key) ? Reflect.get(at, key) : undefined
  }
  return at
}
