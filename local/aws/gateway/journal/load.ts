import type { AwsResponse } from '../../../types.ts'
import type { Send } from '../upstream.ts'
import type { JournalFile } from './journal-files.ts'
import { succeeded } from './keeper.ts'
import { damaged } from './segment.ts'

/** MiniStack's way in for the journal: `ministack_load.py`. */
const LOAD = '/_cafe/load'
/** Its answer where a line of a file is not whole: the number of that line. */
const DAMAGED = 422

/** Makes MiniStack read a file of the streams' journal: it never stands in the memory of this process. */
export async function loadFile(send: Send, file: JournalFile): Promise<void> {
  const response = await post(send, Buffer.from(JSON.stringify({ file })))
  if (response.status === DAMAGED) throw damaged(file.path, Number(response.body.toString()))
  taken(response)
}

/** How many lines were about no resource that is there. */
export async function load(send: Send, body: Buffer): Promise<number> {
  return Number(taken(await post(send, body)).body.toString())
}

const post = (send: Send, body: Buffer) => send({ method: 'POST', url: LOAD, headers: {}, body })

function taken(response: AwsResponse): AwsResponse {
  if (succeeded(response)) return response
  throw new Error(`MiniStack did not take the journal: ${response.body.toString()}`)
}
