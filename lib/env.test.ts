import { hostname } from 'node:os'
import { expect, test } from 'vitest'
import { envKeys } from '../model/env-keys.ts'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { readEnv } from './env.ts'

const { order } = cloudcafe.workloads
const full: Record<string, string> = {
  CAFE_SYSTEM: cloudcafe.id,
  CAFE_WORKLOAD: 'order',
  CAFE_COPY_ID: 'task-1',
  CAFE_TIME_SCALE: '10',
  CAFE_ALLOTTED_CORES: '0.2',
  AWS_REGION: cloudcafe.region,
  PORT: '8080',
  ...Object.fromEntries(envKeys(cloudcafe, order).map((key) => [key, `value of ${key}`])),
}

test('a copy knows what the model derives for it', () => {
  const env = readEnv(cloudcafe, full)
  expect([env.workload, env.timeScale, env.stressPort]).toEqual([order, 10, 0])
  for (const key of envKeys(cloudcafe, order)) expect(env.of(key)).toBe(full[key])
})

test('a copy that nobody named goes by its log stream or its host', () => {
  const { CAFE_COPY_ID: _id, ...unnamed } = full
  expect(readEnv(cloudcafe, { ...unnamed, AWS_LAMBDA_LOG_STREAM_NAME: 'stream-1' }).copyId).toBe('stream-1')
  expect(readEnv(cloudcafe, unnamed).copyId).toBe(hostname())
})

test('every missing key is named at once', () => {
  const { AURORA_WRITER_URL: _writer, MENU_URL: _menu, PORT: _port, ...rest } = full
  expect(() => readEnv(cloudcafe, rest)).toThrow('order misses env keys: AURORA_WRITER_URL, MENU_URL, PORT')
  expect(() => readEnv(cloudcafe, {})).toThrow(/CAFE_SYSTEM.*CAFE_WORKLOAD.*AWS_REGION/)
})

test.each([
  [{ CAFE_TIME_SCALE: 'fast', CAFE_ALLOTTED_CORES: '0' }, 'CAFE_TIME_SCALE, CAFE_ALLOTTED_CORES'],
  [{ CAFE_WORKLOAD: 'tea' }, "names 'tea', which cloudcafe does not have"],
  [{ CAFE_SYSTEM: 'moon' }, "CAFE_SYSTEM is 'moon', and this code is part of 'cloudcafe'"],
])('wrong values are said: %o', (wrong, text) => {
  expect(() => readEnv(cloudcafe, { ...full, ...wrong })).toThrow(text)
})
