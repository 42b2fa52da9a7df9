import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Profile, portsOf, stateFolder } from '../model/names.ts'
import { portBlockOf, systemOf } from '../model/systems/index.ts'
import { board } from './board.ts'
import { cloudOf } from './cloud.ts'
import { forgetDaemon, supervisorLog, writeDaemon } from './daemon.ts'
import { isDiskError } from './disk-error.ts'
import { events } from './events.ts'
import { keepPrivate } from './private-state.ts'
import { processes } from './processes.ts'
import { outputTo } from './supervisor-output.ts'

/** The one process behind `./cafe up`: composes the cloud, keeps it, and ends it on SIGTERM. */
const { values } = parseArgs({
  options: {
    system: { type: 'string' },
    profile: { type: 'string' },
    'time-scale': { type: 'string' },
    stress: { type: 'boolean' },
  },
})
const system = systemOf(values.system ?? '')
const profile = values.profile as Profile
const root = fileURLToPath(new URL('..', import.meta.url))
const state = join(root, stateFolder(system, profile))
keepPrivate(state)
outputTo(supervisorLog(state))

const timeScale = Number(values['time-scale'])
const ports = portsOf(profile, portBlockOf(system))
const feed = events(state)
const stressToken = values.stress ? randomBytes(24).toString('hex') : undefined
writeDaemon(state, { pid: process.pid, timeScale, ports, ...(stressToken ? { stressToken } : {}) })

const bare = { system, timeScale, root, state, ports, processes: processes(state), say: feed.say }
const cloud = await cloudOf(bare, stressToken ? { stressToken } : {})
const page = board(cloud, feed)

let stopping: Promise<void> | undefined
async function stop(code: number) {
  stopping ??= (async () => {
    await page.stop()
    await cloud.stop()
    forgetDaemon(state)
  })()
  await stopping
  process.exit(code)
}
process.on('SIGTERM', () => void stop(0))
process.on('SIGINT', () => void stop(0))
process.on('uncaughtException', (error) => {
  console.error(error)
  // what a full disk did not take is lost, and everything else goes on
  if (isDiskError(error))
    return feed.say({ part: 'cloud', what: 'was refused by the disk', detail: { why: error.message } })
  void stop(1)
})

try {
  await page.start()
  await cloud.start()
} catch (error) {
  console.error(error instanceof AggregateError ? error.errors : error)
  await stop(1)
}
