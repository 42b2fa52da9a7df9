import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hasTags, passes, select, selectedCount, selectionModeOf } from './selection.ts'

describe('selection modes', () => {
  test('PERCENT(n) selects the share, rounded down', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.array(fc.uuid()), (n, all) => {
        const chosen = select(all, selectionModeOf(`PERCENT(${n})`)!)
        expect(chosen).toHaveLength(Math.floor((all.length * n) / 100))
      }),
    )
  })
  test('whatever the mode, what is selected is distinct and among the resources', () => {
    const mode = fc.oneof(
      fc.constant('ALL'),
      fc.integer({ min: 1, max: 20 }).map((n) => `COUNT(${n})`),
      fc.integer({ min: 1, max: 100 }).map((n) => `PERCENT(${n})`),
    )
    fc.assert(
      fc.property(mode, fc.uniqueArray(fc.integer()), (text, all) => {
        const chosen = select(all, selectionModeOf(text)!)
        expect(new Set(chosen).size).toBe(selectedCount(selectionModeOf(text)!, all.length))
        expect(all).toEqual(expect.arrayContaining([...chosen]))
      }),
    )
  })
  test('COUNT(n) selects each resource some time', () => {
    const seen = new Set(Array.from({ length: 200 }, () => select([1, 2, 3], { kind: 'COUNT', n: 1 })[0]))
    expect([...seen].sort()).toEqual([1, 2, 3])
  })
  test.each([
    '',
    'all',
    'COUNT',
    'COUNT(0)',
    'PERCENT(101)',
    'PERCENT(0)',
    'COUNT(-1)',
    'COUNT(1.5)',
    ' ALL',
  ])('%j is no selection mode', (text) => expect(selectionModeOf(text)).toBeNull())
})

describe('tags and filters', () => {
  const tags = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('', '1', '2'))
  test('tags are ANDed and an empty value is no wildcard', () => {
    fc.assert(
      fc.property(tags, tags, (has, wanted) => {
        const all = Object.keys(wanted).filter((key) => has[key] === wanted[key])
        expect(hasTags(has, wanted)).toBe(all.length === Object.keys(wanted).length)
      }),
    )
  })
  test('values of a filter are ORed, filters are ANDed', () => {
    const values = fc.array(fc.constantFrom('x', 'y', 'z'))
    fc.assert(
      fc.property(fc.constantFrom('x', 'y'), fc.array(values), (value, lists) => {
        const filters = lists.map((one) => ({ path: 'State.Name', values: one }))
        expect(passes({ State: { Name: value } }, filters)).toBe(lists.every((one) => one.includes(value)))
      }),
    )
  })
  test('a path leads through lists, and to nothing where it has no end', () => {
    const it = { NetworkInterfaces: [{ Groups: [{ GroupId: 'sg-1' }, { GroupId: 'sg-2' }] }] }
    const path = 'NetworkInterfaces.Groups.GroupId'
    expect(passes(it, [{ path, values: ['sg-2', 'sg-9'] }])).toBe(true)
    expect(
      passes(it, [
        { path, values: ['sg-1'] },
        { path, values: ['sg-2'] },
      ]),
    ).toBe(true)
    expect(passes(it, [{ path, values: ['sg-3'] }])).toBe(false)
    expect(passes(it, [{ path: 'constructor.name', values: ['Object'] }])).toBe(false)
  })
})
