import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { venvProgram } from '../../local/engines/binaries.ts'
import { place } from '../../local/engines/ports.ts'
import { server } from '../../local/engines/server.ts'
import { singleEngine } from '../../local/engines/single.ts'
import { httpGreeting } from '../../local/speaks.ts'
import type { Address, Context, Engine } from '../../local/types.ts'
import { onMoto } from '../services.ts'

const ID = 'moto'

export const urlOf = ({ host, port }: Address): string => `http://${host}:${port}`

/** moto as a server, for what MiniStack lacks; what others make stands there, and it looks for it there. */
export function moto(ctx: Context, ministack: () => Address): Engine {
  const at = place(ID)
  const answers = async () => {
    const answer = await fetch(`${urlOf(at.address())}/_rehearsal/shims`)
    if (!answer.ok) throw new Error(`${ID} answered ${answer.status}`)
  }
  const launch = () => launchOf(ctx, at.address(), ministack())
  const greeted = () => ({ at: at.address(), greeting: httpGreeting(at.address(), '/_rehearsal/shims') })
  const process = server(ctx, { name: ID, part: ID, answers, greeted, launch })
  return singleEngine({ id: ID, place: at, server: process, answers, measure: async () => undefined })
}

async function launchOf(ctx: Context, { host, port }: Address, elsewhere: Address) {
  const folder = join(ctx.state, ID)
  await mkdir(folder, { recursive: true })
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    TMPDIR: folder,
    BIND_HOST: host,
    MOTO_PORT: String(port),
    MOTO_ACCOUNT_ID: ctx.system.account,
    AWS_DEFAULT_REGION: ctx.system.region,
    PYTHONDONTWRITEBYTECODE: '1',
    MINISTACK: urlOf(elsewhere),
    REHEARSED: Object.values(onMoto)
      .map((it) => it.backend)
      .join(' '),
  }
  const command = venvProgram(ctx.root, ID, 'bin/python')
  return { command, args: [join(import.meta.dirname, 'moto/server.py')], cwd: folder, env }
}
