import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { platform } from '../../model/platform.ts'
import { httpGreeting } from '../speaks.ts'
import type { Context, EmulatorEngine } from '../types.ts'
import { venvProgram } from './binaries.ts'
import { emulated, SECRET_HEADER } from './emulated.ts'
import { endOrphans } from './orphans.ts'
import { place } from './ports.ts'
import { server } from './server.ts'
import { singleEngine } from './single.ts'

const ID = 'ministack'
const HEALTH = '/_ministack/health'

const SERVER = join(import.meta.dirname, 'ministack-guarded.py')

/** MiniStack, served by a script; it keeps all in memory, and the one AWS endpoint's journal puts it back. */
export function ministack(ctx: Context, script = SERVER): EmulatorEngine {
  const at = place(ID)
  const secret = randomBytes(32).toString('hex')
  const listeners: (() => Promise<void>)[] = []
  let lacking: string | null = null
  const answers = async () => {
    const { host, port } = at.address()
    const answer = await fetch(`http://${host}:${port}${HEALTH}`, {
      headers: { [SECRET_HEADER]: secret },
    })
    if (!answer.ok) throw new Error(`${ID} answered ${answer.status}`)
  }
  const emulator = server(ctx, {
    name: ID,
    part: ID,
    answers,
    greeted: () => ({ at: at.address(), greeting: httpGreeting(at.address(), HEALTH) }),
    launch: () => launchOf(ctx, { script, port: at.address().port, secret }),
    died: () => void refill(),
  })
  async function refill() {
    lacking = 'it has started again, and what it held is put back'
    await emulator.revive()
    try {
      for (const listener of listeners) await listener()
      lacking = null
    } catch (error) {
      lacking = `what it held could not be put back: ${error}`
      ctx.say({ part: ID, what: 'not refilled', detail: { error: String(error) } })
    }
  }
  const healthy = async () => {
    if (lacking !== null) throw new Error(lacking)
    await answers()
  }
  const measure = async () => undefined
  const engine = singleEngine({ id: ID, place: at, server: emulator, answers: healthy, measure })
  return { ...engine, secret, onRestart: (listener) => void listeners.push(listener), kill: emulator.kill }
}

interface Launch {
  readonly script: string
  readonly port: number
  readonly secret: string
}

async function launchOf(ctx: Context, { script, port, secret }: Launch) {
  const folder = join(ctx.state, ID)
  const command = venvProgram(ctx.root, ID, 'bin/python')
  await mkdir(folder, { recursive: true })
  await endOrphans(folder, command)
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    TMPDIR: folder,
    S3_DATA_DIR: join(folder, 's3'),
    BIND_HOST: platform.host,
    GATEWAY_PORT: String(port),
    CAFE_SECRET: secret,
    CAFE_SERVICES: [...emulated(ctx.system).values()].flatMap((it) => it.served).join(','),
    MINISTACK_ACCOUNT_ID: ctx.system.account,
    MINISTACK_REGION: ctx.system.region,
    PERSIST_STATE: '0',
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    LOG_LEVEL: 'WARNING',
  }
  return { command, args: [script], cwd: folder, env }
}
