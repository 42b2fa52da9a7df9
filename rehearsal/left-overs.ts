import { type Emulator, emulators } from './services.ts'

/** What emulators hold: keys of each store, by `<emulator>/<service>.<store>`. */
export type Holdings = ReadonlyMap<string, ReadonlySet<string>>

/** Stores that AWS, too, keeps something in after a destruction, or that are no resources, with the reason. */
export const kept: readonly { readonly store: RegExp; readonly because: string }[] = []

/** Asks the emulators what they hold. */
export async function holdings(urls: Readonly<Record<Emulator, string>>): Promise<Holdings> {
  const all = await Promise.all(
    emulators.map(async (id) => {
      const answer = await fetch(`${urls[id]}/_rehearsal/stores`)
      if (!answer.ok) throw new Error(`${id} does not tell what it holds: ${answer.status}`)
      const stores = (await answer.json()) as Record<string, string[]>
      return Object.entries(stores).map(([store, keys]) => [`${id}/${store}`, new Set(keys)] as const)
    }),
  )
  return new Map(all.flat())
}

/** What is there now and was not before, as `<store>: <key>`, but for what is kept with reason. */
export const leftOver = (before: Holdings, now: Holdings): readonly string[] =>
  [...now]
    .filter(([store]) => !kept.some((it) => it.store.test(store)))
    .flatMap(([store, keys]) =>
      [...keys].filter((key) => !before.get(store)?.has(key)).map((key) => `${store}: ${key}`),
    )
