import { arch, availableParallelism, cpus, platform, release, totalmem } from 'node:os'
import type { Environment } from './journal.ts'
import type { Stage } from './site.ts'

/** What the game day runs on, asked of the machine, the load generator and the databases. */
export async function environmentOf({ site }: Stage): Promise<Environment> {
  const stores = await Promise.all(
    Object.entries(site.stores).map(async ([id, it]) => [id, await it.version()]),
  )
  return {
    cores: availableParallelism(),
    cpu: cpus()[0]?.model ?? 'unknown',
    memoryMiB: Math.round(totalmem() / 2 ** 20),
    platform: `${platform()} ${release()} ${arch()}`,
    versions: {
      node: process.version,
      ...(await site.load.versions()),
      ...Object.fromEntries(stores),
    },
  }
}
