import { constants } from 'node:fs'
import { copyFile, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Copies a folder's files, shared with the source where the file system can. `skip` is asked with each path below
 * `from`. Files that vanish meanwhile are left out: a live database deletes files too.
 */
export async function copyFolder(
  from: string,
  to: string,
  skip: (path: string) => boolean = () => false,
  below = '',
): Promise<void> {
  await mkdir(join(to, below), { recursive: true, mode: 0o700 })
  for (const entry of await readdir(join(from, below), { withFileTypes: true })) {
    const path = join(below, entry.name)
    if (skip(path)) continue
    if (entry.isDirectory()) await copyFolder(from, to, skip, path)
    else await copyFile(join(from, path), join(to, path), constants.COPYFILE_FICLONE).catch(vanished)
  }
}

/** Deletes what a folder holds and keeps the folder, by whose inode PostgreSQL finds shared memory it left behind. */
export async function emptyFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true })
}

function vanished(error: NodeJS.ErrnoException) {
  if (error.code !== 'ENOENT') throw error
}
