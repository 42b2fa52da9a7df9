import type { Links, Toxic } from '../types.ts'
import { type Forwarder, forwarder } from './forwarder.ts'

type Link = Parameters<Links['open']>[0]
type Match = Parameters<Links['add']>[0]

/** The links of all copies: Toxiproxy's idea, with toxics chosen by what a link joins. */
export function links(): Links {
  const open = new Map<string, { readonly link: Link; readonly ready: Promise<Forwarder> }>()
  const toxics = new Set<{ readonly match: Match; readonly toxic: Toxic }>()

  const inForce = (link: Link) => [...toxics].filter((it) => it.match(link)).map((it) => it.toxic)
  const refresh = () => {
    for (const { link, ready } of open.values()) void ready.then((it) => it.setToxics(inForce(link)))
  }
  const start = async (link: Link) => {
    const it = await forwarder(() => link.target())
    it.setToxics(inForce(link))
    return it
  }
  const closeWhere = async (chosen: (link: Link) => boolean) => {
    const closing = [...open].filter(([, { link }]) => chosen(link))
    for (const [key] of closing) open.delete(key)
    await Promise.all(closing.map(async ([, { ready }]) => (await ready).close()))
  }

  return {
    async open(link) {
      const key = `${link.copy} ${link.to} ${link.role ?? ''}`
      const entry = open.get(key) ?? { link, ready: start(link) }
      open.set(key, entry)
      return (await entry.ready).port
    },
    closeCopy: (copy) => closeWhere((link) => link.copy === copy),
    cut(to, copy, role) {
      for (const { link, ready } of open.values()) {
        const meant =
          link.to === to && (!copy || link.copy === copy) && (!role || !link.role || link.role === role)
        if (meant) void ready.then((it) => it.cut())
      }
    },
    add(match, toxic) {
      const entry = { match, toxic }
      toxics.add(entry)
      refresh()
      return () => {
        if (toxics.delete(entry)) refresh()
      }
    },
    stop: () => closeWhere(() => true),
  }
}
