import { type Tree, treeOf } from '../wire/form.ts'

/**
 * Parameters of AWS's Query protocol as an object: `A.member.1.B=x` → `{A: [{B: 'x'}]}`, and a map's
 * `A.entry.1.Name=k`, `A.entry.1.Value=v` (`key`, `value` too) → `{A: {k: v}}`.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-xml.html
 */
export function flatInput(form: URLSearchParams): Readonly<Record<string, unknown>> {
  return shaped(treeOf(form)) as Readonly<Record<string, unknown>>
}

function shaped(tree: string | Tree): unknown {
  if (typeof tree === 'string') return tree
  const [member, entry] = [tree.get('member'), tree.get('entry')]
  if (typeof member === 'object') return listOf(member)
  if (typeof entry === 'object') return mapOf(entry)
  if (tree.size > 0 && [...tree.keys()].every((name) => /^\d+$/.test(name))) return listOf(tree)
  return Object.fromEntries([...tree].map(([name, inner]) => [name, shaped(inner)]))
}

const listOf = (tree: Tree) =>
  [...tree].sort(([a], [b]) => Number(a) - Number(b)).map(([, inner]) => shaped(inner))

const mapOf = (tree: Tree) =>
  Object.fromEntries(
    listOf(tree).map((pair) => {
      const { Name, key, Value, value } = pair as Record<string, unknown>
      return [String(Name ?? key), Value ?? value]
    }),
  )
