import {
  GetParameterCommand,
  ListDocumentsCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm'
import { expect, test } from 'vitest'
import { documentIds } from '../../../chaos/documents/index.ts'
import { documentName } from '../../../model/names.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { testGateway } from '../gateway/fixture.ts'
import { ssm } from './ssm.ts'

test('documents are ours and parameters MiniStack’s, by one client on one endpoint', async () => {
  const it = await testGateway()
  it.gateway.register(ssm(it.ctx, () => it.config.endpoint).service)
  const client = new SSMClient(it.config)
  await client.send(new PutParameterCommand({ Name: '/tea', Value: 'green', Type: 'String' }))
  const { Parameter } = await client.send(new GetParameterCommand({ Name: '/tea' }))
  expect(Parameter?.Value).toBe('green')
  const { DocumentIdentifiers } = await client.send(new ListDocumentsCommand({}))
  expect(DocumentIdentifiers?.map((one) => one.Name)).toEqual(
    documentIds.map((id) => documentName(cloudcafe, id)),
  )
  client.destroy()
  await it.stop()
  it.remove()
})
