import { SsmDocument } from '@cdktf/provider-aws/lib/ssm-document/index.js'
import { type DocumentId, documentContent } from '../../chaos/documents/index.ts'
import { documentName } from '../../model/names.ts'
import { documentRights } from '../document-rights.ts'
import { role } from '../roles.ts'
import type { Stack } from '../stack.ts'

/** A document of SSM Automation, and the role that it acts in: whoever may start it needs the right to pass that role. */
export function document(stack: Stack, id: DocumentId): void {
  const { system } = stack.site
  role(stack, id, { service: 'ssm.amazonaws.com', grants: documentRights(system, id) })
  new SsmDocument(stack, `${id}-document`, {
    name: documentName(system, id),
    documentType: 'Automation',
    documentFormat: 'JSON',
    content: JSON.stringify(documentContent(system, id)),
    tags: { System: system.id },
  })
}
