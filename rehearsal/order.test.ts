import fc from 'fast-check'
import { expect, test } from 'vitest'
import { doneInOrder, type Link, reversed } from './order.ts'
import { StepError } from './steps.ts'

/** Links of which each needs some of those before it. */
const links = fc.array(fc.array(fc.nat(20), { maxLength: 3 }), { maxLength: 12 }).map((all) =>
  all.map((needs, at) => ({
    name: `s${at}`,
    needs: [...new Set(needs.filter((need) => need < at).map((need) => `s${need}`))],
  })),
)

const soon = () => new Promise<void>((done) => setImmediate(done))

test('each is done after all that it needs, and no more at once than may be', async () => {
  await fc.assert(
    fc.asyncProperty(links, fc.integer({ min: 1, max: 4 }), async (all, atOnce) => {
      const done: string[] = []
      let now = 0
      const gave = await doneInOrder(all, atOnce, async (it: Link) => {
        now += 1
        expect(now).toBeLessThanOrEqual(atOnce)
        expect(done).toEqual(expect.arrayContaining([...it.needs]))
        await soon()
        done.push(it.name)
        now -= 1
        return it.name
      })
      expect(gave).toEqual(all.map((it) => it.name))
    }),
  )
})

test('the other way round, each is done before what it needs', async () => {
  await fc.assert(
    fc.asyncProperty(links, async (all) => {
      const done: string[] = []
      await doneInOrder(reversed(all), 3, async ({ name }) => void done.push(name))
      for (const { name, needs } of all)
        for (const need of needs) expect(done.indexOf(name)).toBeLessThan(done.indexOf(need))
    }),
  )
})

test('what needs a failed one is left, the rest is done, and every failure is told', async () => {
  const done: string[] = []
  const all = [
    { name: 'a', needs: [] },
    { name: 'b', needs: ['a'] },
    { name: 'c', needs: [] },
    { name: 'd', needs: [] },
  ]
  const work = doneInOrder(all, 2, async ({ name }) => {
    if (name === 'a' || name === 'c') throw new StepError(`${name} failed`)
    done.push(name)
  })
  await expect(work).rejects.toThrow(/a failed[\s\S]*c failed/)
  expect(done).toEqual(['d'])
})
