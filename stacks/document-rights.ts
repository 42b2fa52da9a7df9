import type { DocumentId } from '../chaos/documents/index.ts'
import type { System } from '../model/kinds.ts'
import { functionArn, tableArn } from '../model/names.ts'
import type { Statement } from './policy.ts'

type Rights = (system: System) => readonly Statement[]

/** What the calls of a document need, on what it may hurt and on nothing else. */
const RIGHTS: Readonly<Record<DocumentId, Rights>> = {
  'throttle-function': (system) => [
    {
      actions: ['lambda:GetFunctionConcurrency', 'lambda:PutFunctionConcurrency'],
      resources: Object.keys(system.workloads)
        .filter((id) => system.workloads[id]!.kind === 'function')
        .map((id) => functionArn(system, id)),
    },
  ],
  'throttle-table': (system) => [
    {
      actions: ['dynamodb:DescribeTable', 'dynamodb:UpdateTable'],
      resources: Object.values(system.resources).flatMap((it) =>
        it.kind === 'dynamodb' ? [tableArn(system, it.table)] : [],
      ),
    },
  ],
}

/** Rights of the role that a document of ours acts in. */
export const documentRights = (system: System, id: DocumentId): readonly Statement[] => RIGHTS[id](system)
