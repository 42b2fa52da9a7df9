import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { venvProgram } from '../../local/engines/binaries.ts'
import { place } from '../../local/engines/ports.ts'
import { server } from '../../local/engines/server.ts'
import { singleEngine } from '../../local/engines/single.ts'
import type { Context, Engine } from '../../local/types.ts'
import { onMoto } from '../services.ts'

const ID = 'moto'

/** moto as a server, for what MiniStack lacks; it keeps all in memory. */
export function moto(ctx: Context): Engine {
  const at = place(ID)
  const answers = async () => {
    const { host, port } = at.address()
    const answer = await fetch(`http://${host}:${port}/moto-api/data.json`)
    if (!answer.ok) throw new Error(`${ID} answered ${answer.status}`)
  }
  const launch = () => launchOf(ctx, at.address())
  const process = server(ctx, { name: ID, part: ID, answers, launch })
  return singleEngine({ id: ID, place: at, server: process, answers, measure: async () => undefined })
}

async function launchOf(ctx: Context, { host, port }: { host: string; port: number }) {
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
    REHEARSED: Object.values(onMoto)
      .map((it) => it.backend)
      .join(' '),
  }
  const command = venvProgram(ctx.root, ID, 'bin/python')
  return { command, args: [join(import.meta.dirname, 'moto-server.py')], cwd: folder, env }
}
