import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateBucketCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { artifactKey, bucketName } from '../../model/names.ts'
import { platform } from '../../model/platform.ts'
import { accountEmulator } from '../../rehearsal/emulators/index.ts'
import type { Artifact } from '../../stacks/artifacts/artifact.ts'
import { unpacked } from '../../stacks/fixtures/artifacts.ts'
import { testContext } from '../../test/contract/context.ts'
import { publishArchives } from './archives.ts'
import { ensureStateBucket } from './state-bucket.ts'

const { ctx, remove } = testContext()
const { system } = ctx
const emulator = accountEmulator(ctx)
const folder = mkdtempSync(join(tmpdir(), 'published-'))
let s3: S3Client
beforeAll(async () => {
  await emulator.start()
  const { host, port } = emulator.endpoint()
  const { credentials } = platform
  s3 = new S3Client({
    region: system.region,
    endpoint: `http://${host}:${port}`,
    forcePathStyle: true,
    credentials,
  })
})
afterAll(async () => {
  await emulator.stop()
  await remove()
  rmSync(folder, { recursive: true })
})

const Bucket = bucketName(system, 'artifacts')
const files = [{ path: 'handler.mjs', data: Buffer.from('export const handler = 1') }]
const artifacts: readonly Artifact[] = [
  { id: 'notifier', form: 'archive', release: 'one', files },
  { id: 'order', form: 'image', release: 'two', files },
]
const bytesAt = async (Key: string) =>
  (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body!.transformToByteArray()

it('archives go to the bucket under their releases, images do not', async () => {
  await s3.send(new CreateBucketCommand({ Bucket }))
  const key = artifactKey('notifier', 'one')
  expect(await publishArchives(system, artifacts, s3)).toEqual([key])
  const archive = join(folder, 'archive.zip')
  writeFileSync(archive, await bytesAt(key))
  const { handler } = await import(join(unpacked(archive, join(folder, 'files')), 'handler.mjs'))
  expect(handler).toBe(1)
})

it('what is there under its release stays as it is', async () => {
  const key = artifactKey('notifier', 'one')
  await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: 'published before' }))
  expect(await publishArchives(system, artifacts, s3)).toEqual([])
  expect(Buffer.from(await bytesAt(key)).toString()).toBe('published before')
})

it('a bucket that is not there is an error', async () => {
  const elsewhere = { ...system, account: '999999999999' }
  await expect(publishArchives(elsewhere, artifacts, s3)).rejects.toThrow(/NoSuchBucket|not exist/)
})

it('the state bucket gets what a run that was cut off after its creation did not give it', async () => {
  const Bucket = 'cut-off-states'
  await s3.send(new CreateBucketCommand({ Bucket }))
  expect(await ensureStateBucket(Bucket, system.region, s3)).toBe(false)
  expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled')
  const { PublicAccessBlockConfiguration: block } = await s3.send(new GetPublicAccessBlockCommand({ Bucket }))
  expect(block!.RestrictPublicBuckets).toBe(true)
})

it('the bucket of the state is made once, private and with versions', async () => {
  expect(await ensureStateBucket('our-states', system.region, s3)).toBe(true)
  expect(await ensureStateBucket('our-states', system.region, s3)).toBe(false)
  const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket: 'our-states' }))
  expect(Status).toBe('Enabled')
  const { PublicAccessBlockConfiguration } = await s3.send(
    new GetPublicAccessBlockCommand({ Bucket: 'our-states' }),
  )
  expect(Object.values(PublicAccessBlockConfiguration!)).toEqual([true, true, true, true])
})
