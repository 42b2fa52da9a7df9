import { expect, test } from 'vitest'
import { invocationsFailed, invocationsSucceed } from './invocations.ts'

const count = (invocations: number, errors: number) => ({ at: 0, invocations, errors })

test('a fault has landed where an invocation failed', () => {
  expect(invocationsFailed([count(4, 0), count(6, 3)], 'payment-processor')).toEqual({
    ok: true,
    evidence: '3 of 10 invocations of payment-processor failed',
  })
  expect(invocationsFailed([count(4, 0)], 'payment-processor').ok).toBe(false)
  expect(invocationsFailed([], 'payment-processor').ok).toBe(false)
})

test('nothing is left where the last three periods after the fault have no failure', () => {
  expect(invocationsSucceed([count(4, 2), count(3, 0), count(0, 0), count(1, 0), count(2, 0)], 'f')).toEqual({
    ok: true,
    evidence: '6 of the last 6 invocations of f since the fault ended succeeded',
  })
  expect(invocationsSucceed([count(3, 0), count(3, 0), count(4, 2)], 'f')).toEqual({
    ok: false,
    evidence: '8 of the last 10 invocations of f since the fault ended succeeded',
  })
  expect(invocationsSucceed([], 'f')).toEqual({
    ok: true,
    evidence: 'no invocation of f since the fault ended',
  })
})
