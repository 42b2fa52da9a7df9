import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Graph, graphProblems, runInOrder } from './schedule.ts'

/** Graphs without circles: an action starts after earlier ones only. */
const graphs = fc
  .array(fc.array(fc.nat()), { maxLength: 12 })
  .map(
    (lists): Graph =>
      Object.fromEntries(
        lists.map((picks, i) => [
          `a${i}`,
          { startAfter: i === 0 ? [] : [...new Set(picks.map((n) => `a${n % i}`))] },
        ]),
      ),
  )
const tick = () => new Promise<void>((resolve) => setImmediate(resolve))

test('every action runs once, after all that it starts after', async () => {
  await fc.assert(
    fc.asyncProperty(graphs, async (graph) => {
      const ended: string[] = []
      await runInOrder(graph, async (name) => {
        expect(ended).toEqual(expect.arrayContaining([...(graph[name]!.startAfter ?? [])]))
        await tick()
        ended.push(name)
      })
      expect([...ended].sort()).toEqual(Object.keys(graph).sort())
    }),
  )
})

test('actions that wait for nothing run side by side', async () => {
  const running: string[] = []
  await runInOrder({ a: {}, b: {}, c: { startAfter: ['a', 'b'] } }, async (name) => {
    running.push(name)
    await tick()
    if (name !== 'c') expect(running).toEqual(['a', 'b'])
  })
})

test('a graph without circles has no problems, and with one it names who is stuck', () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      expect(graphProblems(graph)).toEqual([])
      const circle = {
        ...graph,
        x: { startAfter: ['y'] },
        y: { startAfter: ['x'] },
        z: { startAfter: ['y'] },
      }
      expect(graphProblems(circle)).toEqual([expect.stringMatching(/"x", "y", "z"/)])
    }),
  )
})

test('a name that is not there is named', () => {
  expect(graphProblems({ a: { startAfter: ['b'] } })[0]).toMatch(/"a" starts after "b"/)
})
