import { createHash } from 'node:crypto'
import type { Work } from '../../../lib/stress/burn.ts'
import { numbers, rounds } from '../../../lib/stress/numbers.ts'
import { menuItems } from '../../../model/systems/cloudcafe/seed.ts'

const IMAGE_BYTES = 16 * 1024
/** One item in so many has changed from one sync to the next. */
const CHANGED = 10

/** An item as it comes in: with its image, and the hash that the image must have. */
interface FeedItem {
  readonly sku: string
  readonly version: number
  readonly image: string
  readonly image_sha256: string
}

/**
 * Menu Sync Storm: items come in as JSON with their images, each image is validated by its hash, and an item that has
 * changed takes the place of the one that is held.
 */
export const syncStorm: Work = ({ index, threads, size }) => {
  const next = rounds(index, threads, size)
  const held = new Map<string, FeedItem['image_sha256']>()
  let steps = 0
  return () => {
    const sync = Math.floor((steps++ * threads) / size)
    const item = validated(feedLine(next(), sync))
    if (held.get(item.sku) !== item.image_sha256) held.set(item.sku, item.image_sha256)
    return 1
  }
}

/** What the feed sends for the n-th item in that sync. */
function feedLine(n: number, sync: number): string {
  const version = Math.floor((sync + n) / CHANGED)
  const image = imageOf(n, version)
  const like = menuItems[n % menuItems.length]!
  const item = { ...like, sku: `${like.sku}-${n}`, version, image_sha256: sha256(image) }
  return JSON.stringify({ ...item, image: image.toString('base64') })
}

/** The item of a line of the feed; throws where its image is not the one that was sent. */
function validated(line: string): FeedItem {
  const item = JSON.parse(line) as FeedItem
  if (sha256(Buffer.from(item.image, 'base64')) !== item.image_sha256)
    throw new Error(`the image of ${item.sku} came through changed`)
  return item
}

function imageOf(n: number, version: number): Buffer {
  const random = numbers(n * 31 + version)
  const image = Buffer.allocUnsafe(IMAGE_BYTES)
  for (let at = 0; at < IMAGE_BYTES; at += 4) image.writeUInt32LE(Math.floor(random() * 2 ** 32), at)
  return image
}
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
