import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { until } from './runtimes/fixture/cloud.ts'
import { httpGreeting, speaks } from './speaks.ts'
import { watchdog } from './watchdog.ts'

const SERVER = `
  const server = require('node:http').createServer((request, response) => {
    if (request.url === '/burn') while (true);
    response.statusCode = 503
    response.end()
  })
  server.listen(0, '127.0.0.1', () => console.log(server.address().port))`

let child: ChildProcess
const endings: (() => void)[] = []
afterEach(() => {
  for (const end of endings.splice(0)) end()
  child.kill('SIGKILL')
})

/** A server that refuses everything, watched. */
async function watched() {
  child = spawn(process.execPath, ['-e', SERVER], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [chunk] = await once(child.stdout!, 'data')
  const at = { host: '127.0.0.1', port: Number(chunk) }
  const asked: boolean[] = []
  const silences: number[] = []
  const end = watchdog({
    pid: child.pid!,
    async answers(withinMs) {
      const answer = await speaks(at, httpGreeting(at, '/health'), withinMs)
      asked.push(answer)
      return answer
    },
    hung: (silentMs) => void silences.push(silentMs),
  })
  endings.push(end)
  await until(() => asked.length > 0)
  return { at, asked, silences }
}

describe.skipIf(!existsSync('/proc'))('a watchdog', () => {
  test('tells of a process that is stopped, once, after several questions, and not of one that refuses', async () => {
    const { asked, silences } = await watched()
    expect(asked[0]).toBe(true)
    expect(silences).toEqual([])
    child.kill('SIGSTOP')
    await until(() => silences.length > 0)
    expect(asked.filter((it) => !it).length).toBeGreaterThanOrEqual(3)
    const questions = asked.length
    await new Promise((done) => setTimeout(done, 2_000))
    expect([silences.length, asked.length]).toEqual([1, questions])
  })

  test('gives one that computes more time', async () => {
    const { at, asked, silences } = await watched()
    void speaks(at, httpGreeting(at, '/burn'), 100)
    await until(() => asked.filter((it) => !it).length >= 6)
    expect(silences).toEqual([])
  })

  test('does not hold a silence against it in which we ourselves did not run', async () => {
    const { asked, silences } = await watched()
    child.kill('SIGSTOP')
    await until(() => asked.at(-1) === false)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 8_000)
    child.kill('SIGCONT')
    const questions = asked.length
    await until(() => asked.slice(questions).includes(true))
    expect(silences).toEqual([])
  })
})
