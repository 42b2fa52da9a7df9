import type { Finding } from '../finding.ts'
import type { Flow, Sqs, StreamFlow, System } from '../kinds.ts'
import { kindsWhere } from '../resource-traits.ts'

/** Edges between the wrong kinds, and settings that AWS refuses on them. */
export function checkFlows(system: System): readonly Finding[] {
  const flows = Object.entries(system.flows).flatMap(([id, flow]) => [
    ...ends(system, id, flow),
    ...settings(system, id, flow),
  ])
  return [...flows, ...redrives(system)]
}

function ends(system: System, id: string, flow: Flow): Finding[] {
  const where = `flows.${id}`
  const findings: Finding[] = []
  const source = system.resources[flow.from]
  const wanted = kindsWhere(({ feeds }) => feeds === flow.kind)
  if (!source || !wanted.includes(source.kind)) {
    findings.push({
      where,
      what: `from '${flow.from}' is not of ${wanted.join(' or ')}`,
      mend: 'name such a resource',
    })
  }
  if (source?.kind === 'dynamodb' && !source.stream) {
    findings.push({ where, what: `table '${flow.from}' has no stream`, mend: 'give the table a stream' })
  }
  const target = flow.kind === 'topic' ? system.resources[flow.to]?.kind === 'sqs' : system.workloads[flow.to]
  if (!target)
    findings.push({
      where,
      what: `to '${flow.to}' does not exist`,
      mend: flow.kind === 'topic' ? 'name a queue' : 'name a workload',
    })
  const uses = flow.kind === 'topic' || system.workloads[flow.to]?.uses.some((use) => use.id === flow.from)
  if (!uses)
    findings.push({
      where,
      what: `'${flow.to}' does not use '${flow.from}'`,
      mend: `add it to workloads.${flow.to}.uses`,
    })
  return findings
}

function settings(system: System, id: string, flow: Flow): Finding[] {
  if (flow.kind === 'stream') return setAside(system, id, flow)
  if (flow.kind !== 'queue') return []
  const where = `flows.${id}`
  const source = system.resources[flow.from]
  if (source?.kind !== 'sqs') return []
  const findings: Finding[] = []
  // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
  if (source.fifo && flow.windowSeconds !== undefined) {
    findings.push({
      where,
      what: 'AWS has no batching window on FIFO sources',
      mend: 'leave windowSeconds out',
    })
  }
  if (flow.batchSize > 10 && (source.fifo || flow.windowSeconds === undefined)) {
    findings.push({
      where,
      what: `batch size ${flow.batchSize} is over 10`,
      mend: 'take 10 at the most, or a window on a standard queue',
    })
  }
  const target = system.workloads[flow.to]
  if (target?.kind === 'function' && source.visibilitySeconds < target.timeoutSeconds) {
    findings.push({
      where,
      what: `messages come back after ${source.visibilitySeconds} s, before the function's ${target.timeoutSeconds} s are over`,
      mend: 'make visibilitySeconds six times the timeout',
    })
  }
  return findings
}

/** Where a stream's poison goes. https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-errors.html */
function setAside({ resources, workloads }: System, id: string, { to, onFailure }: StreamFlow): Finding[] {
  const where = `flows.${id}.onFailure`
  const queue = resources[onFailure]
  if (queue?.kind !== 'sqs' || queue.fifo)
    return [
      { where, what: `'${onFailure}' is no standard queue`, mend: 'name one: Lambda sends to no other' },
    ]
  const sends = workloads[to]?.uses.some((use) => use.id === onFailure && use.access !== 'read')
  const mend = `add it to workloads.${to}.uses`
  return sends ? [] : [{ where, what: `'${to}' does not write to '${onFailure}'`, mend }]
}

function redrives(system: System): Finding[] {
  const queues = Object.entries(system.resources).filter(
    (entry): entry is [string, Sqs] => entry[1].kind === 'sqs',
  )
  return queues.flatMap(([id, queue]) => {
    const findings: Finding[] = []
    const where = `resources.${id}`
    const named = (name: string) => queues.find(([, it]) => it.queue === name)?.[1]
    const target = queue.redrive ? (named(queue.redrive.to) ?? named(`${queue.redrive.to}.fifo`)) : undefined
    if (queue.redrive && !target)
      findings.push({
        where,
        what: `dead letters go to '${queue.redrive.to}', which is no queue`,
        mend: 'name a queue of the model',
      })
    if (target && Boolean(target.fifo) !== Boolean(queue.fifo))
      findings.push({
        where,
        what: 'the dead-letter queue is of another type',
        mend: 'make both FIFO or both standard',
      })
    if (Boolean(queue.fifo) !== queue.queue.endsWith('.fifo'))
      findings.push({
        where,
        what: `'${queue.queue}' and its type disagree`,
        mend: 'a FIFO name, and only that, ends in .fifo',
      })
    return findings
  })
}
