import { arch, availableParallelism, cpus, platform, release, totalmem } from 'node:os'
import type { Environment } from './journal.ts'
import type { Stage } from './site.ts'

/** What the game day runs on, asked of the machine, the load generator and the database. */
export async function environmentOf({ clients, site }: Stage): Promise<Environment> {
  const postgres = await clients.aurora.query<{ server_version: string }>('show server_version')
  return {
    cores: availableParallelism(),
    cpu: cpus()[0]?.model ?? 'unknown',
    memoryMiB: Math.round(totalmem() / 2 ** 20),
    platform: `${platform()} ${release()} ${arch()}`,
    versions: {
      node: process.version,
      ...(await site.load.versions()),
      aurora: postgres[0]!.server_version,
    },
  }
}
