import { chunksOf } from './chunks.ts'
import type { Control, Entry, Image } from './records.ts'

type Write = Extract<Entry, { kind: 'images' | 'update' }>

interface TimeToLive {
  readonly TimeToLiveSpecification: { readonly AttributeName: string; readonly Enabled: boolean }
}

/** The key of an image as text; the order of its attributes is the key schema's. */
export const imageId = ({ table, key }: Omit<Image, 'item'>): string => `${table}\n${JSON.stringify(key)}`

/** Images of one line: many short lines cost more than their text. */
const IN_LINE = 50

/**
 * Tables as the journal tells them: what stands under each key, then the writes that are not settled yet, in order.
 * `expiry` names each table's attribute with the second in which an item expires.
 */
export function tablesFold(expiry: Map<string, string> = new Map()) {
  const images = new Map<string, Image>()
  let open: Write[] = []

  const put = (image: Image) => {
    if (image.item) images.set(imageId(image), image)
    else images.delete(imageId(image))
  }
  function settle(last: readonly Image[]) {
    for (const write of open) if (write.kind === 'images') for (const image of write.images) put(image)
    for (const image of last) put(image)
    open = []
  }
  function drop(table: string) {
    settle([])
    for (const [id, image] of images) if (image.table === table) images.delete(id)
  }

  function control({ action, resource, body }: Control) {
    if (action === 'DeleteTable') drop(resource)
    if (action !== 'UpdateTimeToLive') return
    const { TimeToLiveSpecification: it } = JSON.parse(Buffer.from(body, 'base64').toString()) as TimeToLive
    if (it.Enabled) expiry.set(resource, it.AttributeName)
    else expiry.delete(resource)
  }
  function* standing(): Iterable<Image> {
    const now = Date.now() / 1000
    for (const image of images.values()) {
      const expires = image.item?.[expiry.get(image.table) ?? '']?.N
      if (expires === undefined || Number(expires) > now) yield image
    }
  }

  return {
    /** What has not expired. */
    images: standing,
    open: (): readonly Write[] => open,
    apply(entry: Entry) {
      if (entry.kind === 'update') open.push(entry)
      else if (entry.kind === 'images' && open.length > 0) open.push(entry)
      else if (entry.kind === 'images') for (const image of entry.images) put(image)
      else if (entry.kind === 'settled') settle(entry.images)
      else if (entry.kind === 'control') control(entry)
      else if (entry.kind === 'table') {
        drop(entry.table)
        for (const image of entry.images) put(image)
      }
    },
    *entries(): Iterable<Entry> {
      for (const some of chunksOf([...standing()], IN_LINE)) yield { kind: 'images', images: some }
      yield* open
    },
  }
}
export type TablesFold = ReturnType<typeof tablesFold>
