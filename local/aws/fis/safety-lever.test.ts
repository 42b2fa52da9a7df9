import { afterEach, beforeEach, expect, test } from 'vitest'
import { call, testClient } from './fixture/client.ts'
import { type TestWorld, testWorld } from './fixture/world.ts'

let it: TestWorld
let fis: ReturnType<typeof testClient>
beforeEach(async () => {
  it = await testWorld()
  fis = testClient(it.client)
})
afterEach(() => it.close())

const long = { actions: { long: { actionId: 'aws:fis:wait', parameters: { duration: 'PT12H' } } } }
const set = (status: string, reason = 'a test') =>
  call(it, 'PATCH', '/safetyLevers/default/state', { state: { status, reason } })
const status = async () => {
  const { safetyLever } = await call(it, 'GET', '/safetyLevers/default')
  return (safetyLever as { state: { status: string } }).state.status
}

test('engaged, it stops what runs and cancels what is started; disengaged, experiments run again', async () => {
  expect(await status()).toBe('disengaged')
  const id = await fis.start(long)
  await fis.running(id, 'long')
  await set('engaged', 'too busy')
  const stopped = await fis.ended(id)
  expect(stopped.state).toMatchObject({ status: 'stopped', reason: expect.stringMatching(/too busy/) })

  const cancelled = await fis.get(await fis.start(long))
  expect(cancelled.state!.status).toBe('cancelled')
  expect(cancelled.actions!.long!.state!.status).toBe('cancelled')

  expect(await status()).toBe('engaged')
  await set('disengaged')
  const again = await fis.start(long)
  await fis.running(again, 'long')
})

test('an unknown lever, and a state that there is not, are errors', async () => {
  expect(await call(it, 'GET', '/safetyLevers/other')).toMatchObject({ status: 404 })
  expect(await set('stuck')).toMatchObject({ status: 400, message: expect.stringMatching(/state.status/) })
  expect(await status()).toBe('disengaged')
})
