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

test('nothing is left once the function has run for a period without an error', () => {
  expect(invocationsSucceed([count(4, 2), count(0, 0), count(3, 0)], 'f')).toEqual({
    ok: true,
    evidence: '3 invocations of f in a row succeeded',
  })
  expect(invocationsSucceed([count(4, 2)], 'f')).toEqual({
    ok: false,
    evidence: 'invocations of f still fail',
  })
  expect(invocationsSucceed([count(0, 0)], 'f')).toEqual({ ok: false, evidence: 'f did not run again' })
})
