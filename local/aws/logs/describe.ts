import { stat } from 'node:fs/promises'
import { Type } from 'typebox'
import { pageOf } from '../wire/page.ts'
import { type Operation, operation } from '../wire/service.ts'
import { type Group, groupArn, invalid, type LogEstate, logGroups, needGroup, type Stream } from './groups.ts'
import { withLog } from './log-file.ts'

const optional = Type.Optional
const text = optional(Type.String())
const MOST = 50
const paging = { nextToken: text, limit: optional(Type.Integer({ minimum: 1, maximum: MOST })) }
/** A request that names a group. */
export const named = { logGroupName: text, logGroupIdentifier: text }

/** `DescribeLogGroups`, `DescribeLogStreams`. */
export function describeOperations(estate: LogEstate): Record<string, Operation> {
  return {
    DescribeLogGroups: operation(
      {
        ...paging,
        logGroupNamePrefix: text,
        logGroupNamePattern: text,
        logGroupClass: optional(Type.Enum(['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY'])),
        includeLinkedAccounts: optional(Type.Boolean()),
      },
      async ({ logGroupNamePrefix = '', logGroupNamePattern = '', logGroupClass = 'STANDARD', ...page }) => {
        const pattern = logGroupNamePattern.toLowerCase()
        const found = logGroups(estate)
          .filter(({ name }) => name.startsWith(logGroupNamePrefix))
          .filter(({ name }) => name.toLowerCase().includes(pattern))
          .filter(() => logGroupClass === 'STANDARD')
        const { items, next } = pageOf(found, { token: page.nextToken, size: page.limit ?? MOST }, invalid)
        return { logGroups: await Promise.all(items.map((it) => groupShape(estate, it))), nextToken: next }
      },
    ),
    DescribeLogStreams: operation(
      {
        ...paging,
        ...named,
        logStreamNamePrefix: optional(Type.String({ minLength: 1 })),
        orderBy: optional(Type.Enum(['LogStreamName', 'LastEventTime'])),
        descending: optional(Type.Boolean()),
      },
      async ({ logStreamNamePrefix = '', orderBy, descending = false, nextToken, limit, ...group }) => {
        const { name, streams } = needGroup(estate, group)
        const found = streams.filter((it) => it.name.startsWith(logStreamNamePrefix))
        const shapes = await Promise.all(found.map((it) => streamShape(estate, name, it)))
        if (orderBy === 'LastEventTime')
          shapes.sort((a, b) => (a.lastEventTimestamp ?? 0) - (b.lastEventTimestamp ?? 0))
        if (descending) shapes.reverse()
        const { items, next } = pageOf(shapes, { token: nextToken, size: limit ?? MOST }, invalid)
        return { logStreams: items, nextToken: next }
      },
    ),
  }
}

async function groupShape(estate: LogEstate, { name, streams }: Group) {
  const files = await Promise.all(streams.map(({ file }) => stat(file)))
  return {
    logGroupName: name,
    creationTime: Math.floor(Math.min(estate.since.getTime(), ...files.map((it) => it.birthtimeMs))),
    metricFilterCount: 0,
    arn: `${groupArn(estate, name)}:*`,
    logGroupArn: groupArn(estate, name),
    logGroupClass: 'STANDARD',
    storedBytes: files.reduce((sum, { size }) => sum + size, 0),
  }
}

const streamShape = (estate: LogEstate, group: string, { name, file }: Stream) =>
  withLog(file, async (log) => {
    const first = await log.eventAt(0)
    const last = await log.eventAt(await log.startOfLast(1, 0, log.size))
    return {
      logStreamName: name,
      creationTime: log.bornAt,
      firstEventTimestamp: first?.time,
      lastEventTimestamp: last?.time,
      lastIngestionTime: last?.time,
      arn: `${groupArn(estate, group)}:log-stream:${name}`,
      storedBytes: log.size,
    }
  })
