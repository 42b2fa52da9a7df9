import { faultDocument } from './document.ts'

const update = { Service: 'dynamodb', Api: 'UpdateTable', TableName: '{{ TableName }}' } as const
const describe = { Service: 'dynamodb', Api: 'DescribeTable', TableName: '{{ TableName }}' } as const
/** Takes a maximum away. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_OnDemandThroughput.html */
const NONE = { MaxReadRequestUnits: -1, MaxWriteRequestUnits: -1 }
/** A table that is being updated takes no other update. */
const active = {
  action: 'aws:waitForAwsResourceProperty',
  timeoutSeconds: 60,
  inputs: { ...describe, PropertySelector: '$.Table.TableStatus', DesiredValues: ['ACTIVE'] },
} as const

/** The document's "DynamoDB throttling": one unit a second is all that a table has for everyone. */
export const throttleTable = faultDocument({
  description:
    'Limits a table that is billed by request to one read and one write unit a second, and takes the limit away.',
  parameters: {
    TableName: 'Name of the table; it must be billed by request and have no maximum of its own.',
  },
  remember: [
    {
      name: 'billedByRequest',
      action: 'aws:assertAwsResourceProperty',
      inputs: {
        ...describe,
        PropertySelector: '$.Table.BillingModeSummary.BillingMode',
        DesiredValues: ['PAY_PER_REQUEST'],
      },
    },
  ],
  inject: [
    {
      name: 'limit',
      action: 'aws:executeAwsApi',
      inputs: { ...update, OnDemandThroughput: { MaxReadRequestUnits: 1, MaxWriteRequestUnits: 1 } },
    },
  ],
  landed: {
    action: 'aws:waitForAwsResourceProperty',
    timeoutSeconds: 60,
    inputs: {
      ...describe,
      PropertySelector: '$.Table.OnDemandThroughput.MaxWriteRequestUnits',
      DesiredValues: ['1'],
    },
  },
  restore: [
    { name: 'untilActive', ...active },
    {
      name: 'restore',
      action: 'aws:executeAwsApi',
      inputs: { ...update, OnDemandThroughput: NONE },
    },
    { name: 'untilRestored', ...active },
  ],
  clean: {
    action: 'aws:assertAwsResourceProperty',
    // a description leaves a maximum out where there is none; the answer to the same update once more tells it
    inputs: {
      ...update,
      OnDemandThroughput: NONE,
      PropertySelector: '$.TableDescription.OnDemandThroughput.MaxWriteRequestUnits',
      DesiredValues: ['-1'],
    },
  },
})
