import { createHash } from 'node:crypto'
import type { Work } from '../../../lib/stress/burn.ts'
import { numbers, rounds } from '../../../lib/stress/numbers.ts'
import { menuItems } from '../../../model/systems/cloudcafe/seed.ts'

/** Bytes of an item's image. */
const IMAGE = 16 * 1024

/** Menu Sync Storm: items come in with their images, each image is checked by its hash, each item goes through JSON. */
export const syncStorm: Work = ({ index, threads, size }) => {
  const next = rounds(index, threads, size)
  const image = Buffer.alloc(IMAGE)
  return () => {
    const n = next()
    fill(image, n)
    const sent = JSON.stringify({
      ...menuItems[n % menuItems.length]!,
      version: n,
      image_sha256: sha256(image),
    })
    const item = JSON.parse(sent) as { readonly version: number; readonly image_sha256: string }
    if (item.version !== n || item.image_sha256 !== sha256(image))
      throw new Error('an item came through changed')
    return 1
  }
}

/** An image of its own for each item. */
function fill(image: Buffer, n: number): void {
  const random = numbers(n)
  for (let at = 0; at < image.length; at += 256) image.writeUInt32LE(Math.floor(random() * 2 ** 32), at)
}
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
