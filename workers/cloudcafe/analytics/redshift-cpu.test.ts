import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { cloudwatchEndpoint } from '../../../local/aws/cloudwatch/service.fixture.ts'
import { watchRedshiftCpu } from './redshift-cpu.ts'

const DAY_SECONDS = 86_400
const PERIOD_SECONDS = 5
const [IDLE, BUSY] = [2, 90]

let endpoint: Awaited<ReturnType<typeof cloudwatchEndpoint>>
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  endpoint = await cloudwatchEndpoint(Date.now)
  process.env.AWS_ENDPOINT_URL = endpoint.url
  process.env.AWS_REGION = 'us-east-1'
  process.env.AWS_ACCESS_KEY_ID = process.env.AWS_SECRET_ACCESS_KEY = 'x'
})
afterAll(() => {
  vi.useRealTimers()
  return endpoint.close()
})

const put = (ClusterIdentifier: string, atMs: number, percent: number) =>
  endpoint.store
    .open('AWS/Redshift', 'CPUUtilization', { ClusterIdentifier }, 'Percent')!
    .add(Math.floor(atMs / 1000), percent)

const begin = new Date('2027-01-15T08:00:00Z').getTime()

test('idle seconds before the watch and after its end are in its mean neither', async () => {
  // busy from the middle of a period to the end of the next
  for (let second = 0; second < 14; second += 1)
    put('storm', begin + second * 1000, second >= 2 && second < 10 ? BUSY : IDLE)
  vi.setSystemTime(begin + 2000)
  const watch = watchRedshiftCpu('storm', Date.now(), PERIOD_SECONDS)
  vi.setSystemTime(begin + 11_500)
  await watch.stop()
  expect(watch.mean()).toBe(BUSY)
})

test('a watch that no whole period fits into has the mean of the part that it saw', async () => {
  vi.setSystemTime(begin + 20_500)
  put('short', begin + 20_000, BUSY)
  const watch = watchRedshiftCpu('short', begin + 20_000, DAY_SECONDS)
  await vi.waitFor(() => expect(watch.mean()).toBe(BUSY), 60_000)
  await watch.stop()
  expect(watch.mean()).toBe(BUSY)
})
