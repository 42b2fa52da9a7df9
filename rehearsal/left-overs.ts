import { type Kept, kept } from './kept.ts'
import { type Emulator, emulators, type Urls } from './services.ts'

/** What an emulator's store has: states by key, null where none is told. */
type Store = Readonly<Record<string, string | null>>

/** What emulators hold: stores by `<emulator>/<service>.<store>`. */
export type Holdings = ReadonlyMap<string, Store>

/** What an emulator was made to do beyond what it does. */
export interface Shim {
  readonly what: string
  readonly because: string
}

/** Asks the emulators what they hold. */
export async function holdings(urls: Urls): Promise<Holdings> {
  const all = await eachAnswer<Record<string, Store>>(urls, 'stores')
  return new Map(
    all.flatMap(([id, stores]) =>
      Object.entries(stores).map(([name, store]) => [`${id}/${name}`, store] as const),
    ),
  )
}

/** Asks the emulators for their shims. */
export async function shimsOf(urls: Urls): Promise<readonly Shim[]> {
  const all = await eachAnswer<Shim[]>(urls, 'shims')
  return all.flatMap(([id, shims]) => shims.map(({ what, because }) => ({ what: `${id} ${what}`, because })))
}

/** What each emulator's server answers about itself. */
const eachAnswer = <T>(urls: Urls, what: string): Promise<(readonly [Emulator, T])[]> =>
  Promise.all(
    emulators.map(async (id) => {
      const answer = await fetch(`${urls[id]}/_rehearsal/${what}`)
      if (!answer.ok) throw new Error(`${id} does not tell its ${what}: ${answer.status}`)
      return [id, (await answer.json()) as T] as const
    }),
  )

/** What is there now and was not before. */
export interface LeftOver {
  /** As `<store>: <key>`, with the state where it is told. */
  readonly unexplained: readonly string[]
  /** Rows of `kept` that explain some, with how many. */
  readonly explained: readonly (Kept & { readonly count: number })[]
}

export function leftOver(before: Holdings, now: Holdings): LeftOver {
  const left = [...now].flatMap(([store, keys]) =>
    Object.entries(keys)
      .filter(([key]) => !(key in (before.get(store) ?? {})))
      .map(([key, state]) => ({ store, key, state })),
  )
  return {
    unexplained: left
      .filter((it) => !kept.some((row) => explains(row, it)))
      .map(({ store, key, state }) => `${store}: ${key}${state === null ? '' : ` (${state})`}`),
    explained: kept
      .map((row) => ({ ...row, count: left.filter((it) => explains(row, it)).length }))
      .filter(({ count }) => count > 0),
  }
}

type Left = Readonly<Record<'store' | 'key', string>> & { readonly state: string | null }

const explains = (row: Kept, it: Left): boolean =>
  row.store === it.store &&
  (row.key === undefined || row.key === it.key) &&
  (row.state === undefined || row.state === it.state)
