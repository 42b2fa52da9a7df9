import fc from 'fast-check'
import { expect, it } from 'vitest'
import { check } from '../check.ts'
import type { System } from '../kinds.ts'
import { cloudcafe } from '../systems/cloudcafe/index.ts'

const { workloads, resources, entries } = cloudcafe
const added = (family: keyof System, it: object) => (id: string) =>
  ({
    ...cloudcafe,
    [family]: { ...(cloudcafe[family as keyof typeof cloudcafe] as object), [id]: it },
  }) as System

/** Characters that stand before an id in its name. */
const PREFIX = `${cloudcafe.id}-`.length

/** A member under another id, and the longest id that AWS's limit on its name leaves room for. */
const CASES: readonly (readonly [
  title: string,
  place: string,
  of: (id: string) => System,
  longest: number,
])[] = [
  ['a function, 64', 'workloads', added('workloads', workloads.notifier), 64 - PREFIX],
  ['a task’s execution role, 64', 'workloads', added('workloads', workloads.order), 64 - PREFIX - 10],
  ['an Aurora instance, 63', 'resources', added('resources', resources.aurora), 63 - PREFIX - 2],
  ['a cache, 40', 'resources', added('resources', resources.elasticache), 40 - PREFIX],
  ['a MemoryDB cluster, 40', 'resources', added('resources', resources.memorydb), 40 - PREFIX],
  ['a warehouse’s schedule, 60', 'resources', added('resources', resources.redshift), 60 - PREFIX - 7],
  ['a load balancer, 32', 'entries', added('entries', entries.nlb), 32 - PREFIX],
  ['an alarm, 255', 'alarms', added('alarms', cloudcafe.alarms['lambda-errors']), 255 - PREFIX],
]

it.each(CASES)('an id is as long as AWS’s limit leaves room for: %s', (_title, place, of, longest) => {
  fc.assert(
    fc.property(fc.integer({ min: longest - 3, max: longest + 3 }), (length) => {
      const id = 'x'.repeat(length)
      const found = check(of(id)).filter((it) => it.where === `${place}.${id}` && /characters/.test(it.what))
      expect(found.length > 0).toBe(length > longest)
    }),
  )
})

it.each([
  ['sqs', (name: string) => ({ ...resources.notification, queue: name }), 80],
  ['kinesis', (name: string) => ({ ...resources['order-events'], stream: name }), 128],
  ['dynamodb', (name: string) => ({ ...resources['active-orders'], table: name }), 255],
  ['sns', (name: string) => ({ ...resources['payment-outcomes'], topic: name }), 256],
] as const)('a name that the model gives to a %s has a limit of its own', (_kind, of, most) => {
  fc.assert(
    fc.property(fc.integer({ min: most - 3, max: most + 3 }), (length) => {
      const found = check(added('resources', of('x'.repeat(length)))('one')).filter(
        (it) => it.where === 'resources.one',
      )
      expect(found.length > 0).toBe(length > most)
    }),
  )
})

it('an id is of small letters, digits and single hyphens', () => {
  const of = (id: string) =>
    check(added('resources', resources.documentdb)(id)).filter((it) => / is no id$/.test(it.what))
  const ids = fc.stringMatching(/^[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,5}){0,2}$/)
  fc.assert(
    fc.property(ids, (id) => {
      expect(of(id)).toEqual([])
    }),
  )
  for (const id of ['', '-a', 'a-', 'a--b', '1a', 'A', 'a_b', 'a.b', 'ä', 'a b'])
    expect(of(id).length).toBe(1)
})
