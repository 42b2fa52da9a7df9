/** Which actions an action waits for, by name. */
export type Graph = Readonly<Record<string, { readonly startAfter?: readonly string[] | undefined }>>

/** What is wrong with the graph: names that it does not have, and circles; empty where it can run. */
export function graphProblems(graph: Graph): readonly string[] {
  const unknown = Object.entries(graph).flatMap(([name, { startAfter = [] }]) =>
    startAfter
      .filter((before) => !Object.hasOwn(graph, before))
      .map((before) => `Action "${name}" starts after "${before}", which is not an action of this template.`),
  )
  if (unknown.length > 0) return unknown
  const stuck = stuckActions(graph)
  return stuck.length === 0
    ? []
    : [`Actions ${stuck.map((name) => `"${name}"`).join(', ')} start after one another in a circle.`]
}

/** Actions that never start because each waits for another of them. */
function stuckActions(graph: Graph): readonly string[] {
  const done = new Set<string>()
  let left = Object.keys(graph)
  for (;;) {
    const ready = left.filter((name) => (graph[name]!.startAfter ?? []).every((before) => done.has(before)))
    if (ready.length === 0) return left
    for (const name of ready) done.add(name)
    left = left.filter((name) => !done.has(name))
  }
}

/**
 * Runs every action once, each as soon as all those that it starts after have resolved, the others side by side.
 * `run` must not reject; the graph must have no problems.
 */
export async function runInOrder(graph: Graph, run: (name: string) => Promise<void>): Promise<void> {
  const started = new Map<string, Promise<void>>()
  const start = (name: string): Promise<void> => {
    const before = () => Promise.all((graph[name]!.startAfter ?? []).map(start))
    const promise = started.get(name) ?? before().then(() => run(name))
    started.set(name, promise)
    return promise
  }
  await Promise.all(Object.keys(graph).map(start))
}
