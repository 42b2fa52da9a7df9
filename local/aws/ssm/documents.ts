import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { DocumentContent } from '../../../chaos/documents/content.ts'
import { documentContent, documentIds } from '../../../chaos/documents/index.ts'
import { arn, documentName } from '../../../model/names.ts'
import type { Context } from '../../types.ts'
import { records } from '../fis/records.ts'
import { AwsError } from '../wire/error.ts'
import { readJson } from '../wire/read.ts'
import { contentFindings } from './content-shape.ts'
import { badContent, noDocument } from './errors.ts'

/** An Automation document; `id` is its name. There is one version of each. */
export interface Document {
  readonly id: string
  readonly content: DocumentContent
  readonly hash: string
  /** Milliseconds of the epoch. */
  readonly createdAt: number
}
export const ONLY_VERSION = '1'

/** Automation documents: the system's own, which stand from the start, and those that the API made. */
export function documents({ system, state }: Pick<Context, 'system' | 'state'>) {
  const made = records<Document>(join(state, 'ssm', 'documents'))
  const own = new Map(
    documentIds.map((id) => {
      const name = documentName(system, id)
      return [name, documentOf(name, documentContent(system, id))] as const
    }),
  )
  const named = (nameOrArn: string) => nameOrArn.replace(arn(system, 'ssm', 'document/'), '')
  const get = (nameOrArn: string) => own.get(named(nameOrArn)) ?? made.get(named(nameOrArn))
  return {
    get,
    all: (): readonly Document[] => [...own.values(), ...made.all()],
    find(nameOrArn: string): Document {
      const found = get(nameOrArn)
      if (!found) throw noDocument(nameOrArn)
      return found
    },
    create(name: string, text: string): Document {
      if (get(name)) throw new AwsError('DocumentAlreadyExists', `Document with name ${name} already exists.`)
      return made.put(documentOf(name, contentOf(text)))
    },
    remove(name: string): void {
      if (own.has(name))
        throw new AwsError('InvalidDocumentOperation', `${name} belongs to the system: change it in the code`)
      if (!made.get(name)) throw noDocument(name)
      made.remove(name)
    },
  }
}
export type Documents = ReturnType<typeof documents>

function documentOf(id: string, content: DocumentContent): Document {
  const hash = createHash('sha256').update(JSON.stringify(content)).digest('hex')
  return { id, content, hash, createdAt: Date.now() }
}

/** The content that a text in JSON is; throws with every finding where it cannot run here. */
function contentOf(text: string): DocumentContent {
  let content: unknown
  try {
    content = readJson(text)
  } catch (error) {
    throw badContent(`The content cannot be read: ${(error as Error).message}`)
  }
  const findings = contentFindings(content)
  if (findings.length > 0) throw badContent(findings.join(' '))
  return content as DocumentContent
}
