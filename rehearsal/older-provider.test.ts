import { expect, test } from 'vitest'
import { synthesised } from '../stacks/fixtures/synthesised.ts'
import { asOlderKnows, insteads, isOlder } from './older-provider.ts'

test('a version is older by its first number that differs', () => {
  expect(isOlder('6.13.0', '6.25.0')).toBe(true)
  expect(isOlder('6.9.0', '6.13.0')).toBe(true)
  expect(isOlder('6.25.0', '6.25.0')).toBe(false)
  expect(isOlder('7.0.0', '6.25.0')).toBe(false)
  expect(isOlder('of dev_overrides', '6.25.0')).toBe(false)
})

test.each(insteads)('$asked of $type is another value for an older provider, and nothing else is', (it) => {
  const { texts } = synthesised()
  const holds = (resource: object, value: string) =>
    JSON.stringify(resource).includes(`"${it.argument}":"${value}"`)
  const of = (text: string) => JSON.parse(text).resource?.[it.type] ?? {}
  const found = Object.values(texts).filter((text) => holds(of(text), it.asked))
  expect(found).not.toEqual([])
  for (const text of found) {
    const { resource } = JSON.parse(text)
    const { [it.type]: mended, ...others } = asOlderKnows(resource)
    expect(holds(mended!, it.asked)).toBe(false)
    const named = (value: string) => `"${it.argument}":"${value}"`
    const expected = JSON.stringify(resource[it.type]).replaceAll(named(it.asked), named(it.instead))
    expect(JSON.stringify(mended) === expected).toBe(true)
    const { [it.type]: _, ...before } = resource
    expect(others).toMatchObject(before)
  }
})
