import { type Emulator, emulators } from './services.ts'

/** What emulators hold: keys of each store, by `<emulator>/<service>.<store>`. */
export type Holdings = ReadonlyMap<string, ReadonlySet<string>>

/** Stores that AWS, too, keeps something in after a destruction, or that are no resources, with the reason. */
export const kept: readonly { readonly store: RegExp; readonly because: string }[] = [
  { store: /kms\._keys$/, because: 'a key waits for its days before it ends, on AWS, too' },
  { store: /ec2\._nat_gateways$/, because: 'a deleted gateway is told of for a while, on AWS, too' },
  { store: /ecs\._task_def/, because: 'a definition that is no longer active stays, on AWS, too' },
  { store: /tags$/, because: 'labels of what is gone: MiniStack does not clear them' },
  { store: /iam\._aws_managed_attachment_counts$/, because: 'how often policies of AWS’s own are attached' },
]

/** What an emulator was made to do beyond what it does. */
export interface Shim {
  readonly what: string
  readonly because: string
}

/** Asks the emulators what they hold. */
export async function holdings(urls: Urls): Promise<Holdings> {
  const all = await eachAnswer<Record<string, string[]>>(urls, 'stores')
  return new Map(
    all.flatMap(([id, stores]) =>
      Object.entries(stores).map(([store, keys]) => [`${id}/${store}`, new Set(keys)] as const),
    ),
  )
}

/** Asks the emulators for their shims. */
export async function shimsOf(urls: Urls): Promise<readonly Shim[]> {
  const all = await eachAnswer<Shim[]>(urls, 'shims')
  return all.flatMap(([id, shims]) => shims.map(({ what, because }) => ({ what: `${id} ${what}`, because })))
}

type Urls = Readonly<Record<Emulator, string>>

/** What each emulator's server answers about itself. */
const eachAnswer = <T>(urls: Urls, what: string): Promise<(readonly [Emulator, T])[]> =>
  Promise.all(
    emulators.map(async (id) => {
      const answer = await fetch(`${urls[id]}/_rehearsal/${what}`)
      if (!answer.ok) throw new Error(`${id} does not tell its ${what}: ${answer.status}`)
      return [id, (await answer.json()) as T] as const
    }),
  )

/** What is there now and was not before, as `<store>: <key>`, but for what is kept with reason. */
export const leftOver = (before: Holdings, now: Holdings): readonly string[] =>
  [...now]
    .filter(([store]) => !kept.some((it) => it.store.test(store)))
    .flatMap(([store, keys]) =>
      [...keys].filter((key) => !before.get(store)?.has(key)).map((key) => `${store}: ${key}`),
    )
