import { awsQuery } from '../../wire/query.ts'

/** The AWS query protocol, which older SDKs and commands speak. */
export const query = awsQuery({ api: 'monitoring', version: '2010-08-01' })
