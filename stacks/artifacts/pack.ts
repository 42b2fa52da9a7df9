import { chmod, mkdir, rename, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Artifact } from './artifact.ts'
import { zip } from './zip.ts'

/** An artifact as it lies on this machine. */
export interface Packed extends Pick<Artifact, 'id' | 'form' | 'release'> {
  /** An archive's file, or the folder that an image is built from. */
  readonly path: string
  readonly bytes: number
}

/** Writes an artifact to `folder`, whole or not at all; what is there under its release already is the same. */
export async function pack({ id, form, release, files }: Artifact, folder: string): Promise<Packed> {
  const packed = form === 'archive' ? [{ path: `${release}.zip`, data: zip(files) }] : files
  const place = form === 'archive' ? join(folder, id) : join(folder, id, release)
  for (const { path, data } of packed) await write(place, path, data)
  const bytes = packed.reduce((sum, { data }) => sum + data.length, 0)
  return { id, form, release, bytes, path: form === 'archive' ? join(place, `${release}.zip`) : place }
}

/** What an image copies bears its file's mode and time: everyone may read it, whoever builds, and it is of no time. */
const MODE = 0o644
const EARLIEST = new Date(0)

async function write(place: string, name: string, data: Buffer): Promise<void> {
  await mkdir(place, { recursive: true })
  const fresh = join(place, `.${name}.${process.pid}.new`)
  await writeFile(fresh, data)
  await chmod(fresh, MODE)
  await utimes(fresh, EARLIEST, EARLIEST)
  await rename(fresh, join(place, name))
}
