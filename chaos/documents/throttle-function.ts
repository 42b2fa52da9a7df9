import { faultDocument } from './document.ts'

const reserved = {
  Service: 'lambda',
  Api: 'GetFunctionConcurrency',
  FunctionName: '{{ FunctionName }}',
} as const

/** The document's "Lambda throttling": a reserved concurrency of none refuses every invocation. */
export const throttleFunction = faultDocument({
  description: 'Sets the reserved concurrency of a function to 0, and puts back what it was.',
  parameters: { FunctionName: 'Name of the function; it must have a reserved concurrency.' },
  remember: [
    {
      name: 'remember',
      action: 'aws:executeAwsApi',
      inputs: reserved,
      outputs: [{ Name: 'Reserved', Selector: '$.ReservedConcurrentExecutions', Type: 'Integer' }],
    },
  ],
  inject: [
    {
      name: 'throttle',
      action: 'aws:executeAwsApi',
      inputs: {
        Service: 'lambda',
        Api: 'PutFunctionConcurrency',
        FunctionName: '{{ FunctionName }}',
        ReservedConcurrentExecutions: 0,
      },
    },
  ],
  landed: {
    action: 'aws:assertAwsResourceProperty',
    inputs: { ...reserved, PropertySelector: '$.ReservedConcurrentExecutions', DesiredValues: ['0'] },
  },
  restore: [
    {
      name: 'restore',
      action: 'aws:executeAwsApi',
      inputs: {
        Service: 'lambda',
        Api: 'PutFunctionConcurrency',
        FunctionName: '{{ FunctionName }}',
        ReservedConcurrentExecutions: '{{ remember.Reserved }}',
      },
    },
  ],
  clean: {
    action: 'aws:assertAwsResourceProperty',
    inputs: {
      ...reserved,
      PropertySelector: '$.ReservedConcurrentExecutions',
      DesiredValues: ['{{ remember.Reserved }}'],
    },
  },
})
