import type { Links, Toxic } from '../types.ts'
import { type Forwarder, forwarder } from './forwarder.ts'

type Link = Parameters<Links['open']>[0]
type Match = Parameters<Links['add']>[0]

interface Entry {
  readonly link: Link
  readonly ready: Promise<Forwarder>
  forwarder?: Forwarder
}

/** The links of all copies: Toxiproxy's idea, with toxics chosen by what a link joins. */
export function links(): Links {
  const entries = new Map<string, Entry>()
  const toxics = new Set<{ readonly match: Match; readonly toxic: Toxic }>()

  const apply = ({ link, forwarder }: Entry) =>
    forwarder?.setToxics([...toxics].filter((it) => it.match(link)).map((it) => it.toxic))
  const applyAll = () => {
    for (const entry of entries.values()) apply(entry)
  }

  async function open(key: string, link: Link): Promise<Entry> {
    const entry: Entry = { link, ready: forwarder(() => link.target()) }
    entries.set(key, entry)
    try {
      entry.forwarder = await entry.ready
      apply(entry)
    } catch (error) {
      entries.delete(key)
      throw error
    }
    return entry
  }
  async function closeWhere(chosen: (link: Link) => boolean): Promise<void> {
    const closing = [...entries].filter(([, { link }]) => chosen(link))
    for (const [key] of closing) entries.delete(key)
    await Promise.allSettled(closing.map(async ([, { ready }]) => (await ready).close()))
  }

  return {
    async open(link) {
      const key = `${link.copy} ${link.to} ${link.role ?? ''}`
      const { ready } = entries.get(key) ?? (await open(key, link))
      return (await ready).port
    },
    closeCopy: (copy) => closeWhere((link) => link.copy === copy),
    cut(to, copy, role) {
      for (const { link, forwarder } of entries.values()) {
        const sameRole = !role || !link.role || link.role === role
        if (link.to === to && (!copy || link.copy === copy) && sameRole) forwarder?.cut()
      }
    },
    add(match, toxic) {
      const entry = { match, toxic }
      toxics.add(entry)
      applyAll()
      return () => {
        if (toxics.delete(entry)) applyAll()
      }
    },
    stop: () => closeWhere(() => true),
  }
}
