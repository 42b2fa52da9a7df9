import { setTimeout as sleep } from 'node:timers/promises'
import type { Address } from '../types.ts'
import type { Watched } from './watched.ts'

const EVERY_MS = 5000
const ANSWER_MS = 2000

type Troubles = Readonly<Record<string, string>>

/** What is wrong with stores, providers, rules and event sources; stores and providers are asked every few seconds. */
export function troubles(cloud: Watched) {
  let asked: Troubles = {}
  let asking: AbortController | null = null

  async function askOn(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const found = await Promise.all([...stores(cloud), ...providers(cloud)])
      asked = Object.fromEntries(found.filter(([, why]) => why !== null) as [string, string][])
      await sleep(EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined)
    }
  }
  return {
    start(): void {
      asking = new AbortController()
      void askOn(asking.signal)
    },
    stop: () => asking?.abort(),
    now: (): Troubles => ({ ...asked, ...missingRules(cloud), ...silencedSources(cloud) }),
  }
}
export type Trouble = ReturnType<typeof troubles>

type Answer = Promise<readonly [id: string, why: string | null]>

function stores({ ctx, engines }: Watched): readonly Answer[] {
  // resources that share an engine share its answer
  const answers = new Map(engines.all.map((it) => [it, it.health().catch((error: Error) => error.message)]))
  return Object.keys(ctx.system.resources).map(
    async (id) => [id, (await answers.get(engines.of(id))) ?? null] as const,
  )
}

const providers = ({ providers: all }: Watched): readonly Answer[] =>
  all.ids().map(async (id) => [id, await ask(() => all.address(id))] as const)

async function ask(address: () => Address): Promise<string | null> {
  try {
    const { host, port } = address()
    const signal = AbortSignal.timeout(ANSWER_MS)
    const answer = await fetch(`http://${host}:${port}/health`, { signal })
    return answer.ok ? null : `answers ${answer.status}`
  } catch (error) {
    return (error as Error).message
  }
}

/** Routes of load balancers that no rule leads to any more. */
function missingRules({ ctx, entries }: Watched): Troubles {
  const balancers = Object.keys(ctx.system.entries).filter((id) => ctx.system.entries[id]!.kind === 'alb')
  const gone = balancers.map((id) => {
    const rules = entries.alb(id).rules()
    const lost = rules.filter(({ route, paths }) => !paths.includes(route.prefix))
    return [id, lost.map(({ route }) => route.prefix)] as const
  })
  const lacking = gone.filter(([, prefixes]) => prefixes.length > 0)
  return Object.fromEntries(lacking.map(([id, prefixes]) => [id, `no rule for ${prefixes.join(', ')}`]))
}

/** Functions whose event source is switched off. */
const silencedSources = ({ functions }: Watched): Troubles =>
  Object.fromEntries(
    functions.mappings
      .filter((it) => !it.enabled())
      .map((it) => [it.functionId, `${it.flowId} is switched off`]),
  )
