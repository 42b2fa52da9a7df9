import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3'
import { fromLine, isBroken, type Request } from '../record.ts'
import { type GeneratorEnd, isEnd, runPrefix } from './results.ts'

/** The records of a run's generators as they grow in a bucket. */
export interface RecordReader {
  /** Fetches what has come since; gives the new requests. */
  readonly poll: () => Promise<Request[]>
  /** Lines so far that should hold a request and do not. */
  readonly unreadable: () => number
  readonly ends: () => readonly GeneratorEnd[]
}

export function recordReader(s3: S3Client, Bucket: string, run: string): RecordReader {
  const last = new Map<string, string>()
  const ends: GeneratorEnd[] = []
  let broken = 0

  const textOf = async (Key: string) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }))
    return (await Body?.transformToString()) ?? ''
  }
  const ofGenerator = async (Prefix: string): Promise<Request[]> => {
    const StartAfter = last.get(Prefix) ?? Prefix
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix, StartAfter }))
    const requests: Request[] = []
    for (const { Key } of Contents) {
      const text = await textOf(Key!)
      if (isEnd(Key!)) ends.push(JSON.parse(text) as GeneratorEnd)
      else {
        const lines = text.split('\n')
        broken += lines.filter(isBroken).length
        requests.push(...lines.flatMap((line) => fromLine(line) ?? []))
      }
      last.set(Prefix, Key!)
    }
    return requests
  }
  return {
    async poll() {
      const list = new ListObjectsV2Command({ Bucket, Prefix: runPrefix(run), Delimiter: '/' })
      const { CommonPrefixes = [] } = await s3.send(list)
      const all = await Promise.all(CommonPrefixes.map((it) => ofGenerator(it.Prefix!)))
      return all.flat()
    },
    unreadable: () => broken,
    ends: () => ends,
  }
}
