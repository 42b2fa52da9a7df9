import { expect, test } from 'vitest'
import { changesIn, type Plan, sizeOf } from './plan.ts'

const change = (address: string, actions: string[], before: object | null, after: object | null) => ({
  address,
  mode: 'managed' as const,
  type: 'aws_vpc',
  change: { actions, before: before as never, after: after as never },
})

test('what stays as it is, and data that is only read, are no changes', () => {
  const plan: Plan = {
    resource_changes: [
      change('aws_vpc.same', ['no-op'], { cidr: '10.0.0.0/16' }, { cidr: '10.0.0.0/16' }),
      { ...change('data.aws_ssm_parameter.it', ['read'], null, {}), mode: 'data' },
    ],
  }
  expect(changesIn(plan)).toEqual([])
  expect(sizeOf(plan)).toBe(1)
})

test('a change names the arguments that differ, with both values', () => {
  const plan: Plan = {
    resource_changes: [change('aws_vpc.it', ['update'], { name: 'a', size: 1 }, { name: 'b', size: 1 })],
  }
  expect(changesIn(plan)).toEqual([
    { address: 'aws_vpc.it', actions: ['update'], values: ['name: "a" → "b"'] },
  ])
})

test('what is known after the apply only is said to be unknown', () => {
  const it = change('aws_vpc.it', ['create'], null, {})
  const plan: Plan = { resource_changes: [{ ...it, change: { ...it.change, after_unknown: { id: true } } }] }
  expect(changesIn(plan)[0]!.values).toEqual(['id: null → unknown'])
})
