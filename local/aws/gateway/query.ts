type Tree = { [name: string]: string | Tree }

/**
 * Parameters of AWS's Query protocol as an object: `A.member.1.B=x` → `{A: [{B: 'x'}]}`, and a map's
 * `A.entry.1.Name=k`, `A.entry.1.Value=v` (`key`, `value` too) → `{A: {k: v}}`.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-xml.html
 */
export function flatInput(form: URLSearchParams): Readonly<Record<string, unknown>> {
  const tree: Tree = {}
  for (const [path, value] of form) {
    const steps = path.split('.')
    const last = steps.pop()!
    let at = tree
    for (const step of steps) {
      const next = at[step]
      const inner: Tree = typeof next === 'object' ? next : {}
      at[step] = inner
      at = inner
    }
    at[last] = value
  }
  return shaped(tree) as Readonly<Record<string, unknown>>
}

function shaped(tree: string | Tree): unknown {
  if (typeof tree === 'string') return tree
  const { member, entry } = tree
  if (typeof member === 'object') return listOf(member)
  if (typeof entry === 'object') return mapOf(entry)
  if (Object.keys(tree).length > 0 && Object.keys(tree).every((name) => /^\d+$/.test(name)))
    return listOf(tree)
  return Object.fromEntries(Object.entries(tree).map(([name, inner]) => [name, shaped(inner)]))
}

const numbered = (tree: Tree) =>
  Object.keys(tree)
    .sort((a, b) => Number(a) - Number(b))
    .map((index) => tree[index]!)

const listOf = (tree: Tree) => numbered(tree).map(shaped)

const mapOf = (tree: Tree) =>
  Object.fromEntries(
    numbered(tree).map((pair) => {
      const { Name, key, Value, value } = shaped(pair) as Record<string, unknown>
      return [String(Name ?? key), Value ?? value]
    }),
  )
