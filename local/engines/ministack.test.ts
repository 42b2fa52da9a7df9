import { afterAll, expect, it } from 'vitest'
import { testContext } from '../../test/contract/context.ts'
import { engineCase, until } from '../../test/contract/engine.case.ts'
import { ministack } from './ministack.ts'

engineCase('MiniStack', ministack)

const { ctx, said, remove } = testContext()
const emulator = ministack(ctx)
afterAll(async () => {
  await emulator.stop()
  await remove()
})
const kill = async () => {
  const { pid } = emulator.processes()[0]!
  process.kill(pid, 'SIGKILL')
  await until(() => emulator.processes().some((it) => it.pid !== pid))
}

it('is not healthy after a restart until what it held is back', async () => {
  await emulator.start()
  const refill = Promise.withResolvers<void>()
  let asked = 0
  emulator.onRestart(() => {
    asked += 1
    return refill.promise
  })
  expect(asked).toBe(0)
  await kill()
  await until(() => asked === 1)
  expect(await emulator.health()).toMatch(/put back/)
  refill.resolve()
  await until(async () => (await emulator.health()) === null)
})

it('says so and stays unhealthy when what it held cannot be put back', async () => {
  emulator.onRestart(() => Promise.reject(new Error('the journal cannot be read')))
  await kill()
  await until(() => said.some(({ what }) => what === 'not refilled'))
  expect(await emulator.health()).toMatch(/the journal cannot be read/)
})
