import type { Entry, Image } from './records.ts'

type Write = Extract<Entry, { kind: 'images' | 'update' }>

/** The key of an image as text; the order of its attributes is the key schema's. */
export const imageId = ({ table, key }: Omit<Image, 'item'>): string => `${table}\n${JSON.stringify(key)}`

/** Tables as the journal tells them: what stands under each key, then the writes that are not settled yet, in order. */
export function tablesFold() {
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

  return {
    images: () => images.values(),
    open: (): readonly Write[] => open,
    drop,
    apply(entry: Entry) {
      if (entry.kind === 'update') open.push(entry)
      else if (entry.kind === 'images' && open.length > 0) open.push(entry)
      else if (entry.kind === 'images') for (const image of entry.images) put(image)
      else if (entry.kind === 'settled') settle(entry.images)
      else if (entry.kind === 'table') {
        drop(entry.table)
        for (const image of entry.images) put(image)
      }
    },
    *entries(): Iterable<Entry> {
      for (const image of images.values()) yield { kind: 'images', images: [image] }
      yield* open
    },
  }
}
export type TablesFold = ReturnType<typeof tablesFold>
