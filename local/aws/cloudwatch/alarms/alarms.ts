import type { Input } from '../operations/inputs.ts'
import type { StateValue } from '../operations/shapes.ts'
import type { MetricStore } from '../store/metrics.ts'
import { errors } from '../wire/errors.ts'
import {
  type Alarm,
  type AlarmChange,
  type AlarmState,
  type CompositeAlarm,
  type MetricAlarm,
  unchecked,
} from './alarm.ts'
import { History } from './history.ts'
import { judge } from './judgement.ts'
import { transitioned, triggeringData } from './reason.ts'
import { alarmsIn, holds, parseRule } from './rule.ts'
import { watchOf } from './watch.ts'

/** CloudWatch's own limit for an account and region. */
const MOST_ALARMS = 5000
/** Alarms that one rule may name. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
const MOST_CHILDREN = 100
/** CloudWatch evaluates high-resolution alarms every 10 seconds and all others every minute. */
const intervalOf = (alarm: MetricAlarm): number => (alarm.watch.period < 60 ? 10 : 60)

export interface AlarmsOptions {
  readonly store: MetricStore
  /** Milliseconds of the epoch. */
  readonly now: () => number
  readonly arnOf: (name: string) => string
}

/** All alarms and their states. */
export class Alarms {
  readonly history = new History()
  readonly #options: AlarmsOptions
  readonly #alarms = new Map<string, Alarm>()
  readonly #listeners = new Set<(change: AlarmChange, alarm: Alarm) => void>()

  constructor(options: AlarmsOptions) {
    this.#options = options
  }

  /** Calls back on each change of a state, after it; the function given back ends it. */
  subscribe(listener: (change: AlarmChange, alarm: Alarm) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  all(): readonly Alarm[] {
    return [...this.#alarms.values()]
  }

  /** An alarm by name or ARN. */
  find(nameOrArn: string): Alarm | undefined {
    return this.#alarms.get(nameOrArn) ?? this.all().find((it) => it.arn === nameOrArn)
  }

  /** The alarms of those names; throws ResourceNotFound that names every unknown one. */
  known(names: readonly string[]): readonly Alarm[] {
    const lacking = names.filter((name) => !this.#alarms.has(name))
    if (lacking.length > 0)
      throw errors.notFound(`There is no alarm named ${lacking.map((it) => `'${it}'`).join(', ')}`)
    return names.map((name) => this.#alarms.get(name)!)
  }

  putMetric(config: Input<'PutMetricAlarm'>): void {
    const watch = watchOf(config, this.#options.store)
    this.#put({ ...this.#base(config, 'metric'), kind: 'metric', config, watch })
  }

  putComposite(config: Input<'PutCompositeAlarm'>): void {
    const rule = parseRule(config.AlarmRule)
    const children = alarmsIn(rule)
    if (children.length > MOST_CHILDREN)
      throw errors.validation(
        `AlarmRule names ${children.length} alarms: at most ${MOST_CHILDREN} can be named`,
      )
    const lacking = children.filter((it) => !this.find(it))
    if (lacking.length > 0)
      throw errors.validation(
        `Could not save the composite alarm: its rule names alarms that do not exist: ${lacking.join(', ')}`,
      )
    const alarm: CompositeAlarm = { ...this.#base(config, 'composite'), kind: 'composite', config, rule }
    this.#put(alarm)
    this.#evaluateComposite(alarm, undefined, new Set())
  }

  /** Deletes the alarms that exist; refuses where none does, and where a composite that stays needs one of them. */
  delete(names: readonly string[]): void {
    const found = new Set(names.flatMap((name) => this.#alarms.get(name) ?? []))
    const alarms = found.size > 0 ? [...found] : this.known(names)
    if (alarms.filter((it) => it.kind === 'composite').length > 1)
      throw errors.validation('DeleteAlarms can delete one composite alarm in one call')
    const needed = alarms.filter((it) => this.parentsOf(it).some((parent) => !found.has(parent)))
    if (needed.length > 0)
      throw errors.validation(
        `Cannot delete ${needed.map((it) => it.name).join(',')} as there are composite alarm(s) depending on ${needed.length === 1 ? 'it' : 'them'}.`,
      )
    for (const alarm of alarms) {
      this.#alarms.delete(alarm.name)
      this.history.configured(alarm, 'deleted', this.#options.now())
    }
  }

  /** The composite alarms whose rules name an alarm, by its name or ARN. */
  parentsOf({ name, arn }: Alarm): readonly CompositeAlarm[] {
    const composites = this.all().filter((it) => it.kind === 'composite')
    return composites.filter((it) => alarmsIn(it.rule).some((child) => child === name || child === arn))
  }

  /** Sets a state by hand; the next evaluation overwrites it. */
  setState(name: string, value: StateValue, reason: string, reasonData?: string): void {
    if (reasonData !== undefined && !isJson(reasonData))
      throw errors.format('The parameter StateReasonData must be JSON')
    const [alarm] = this.known([name])
    this.#change(alarm!, { value, reason, reasonData }, new Set())
  }

  /** Evaluates the metric alarms that are due at that second of the epoch, on the periods that end there. */
  evaluate(end: number): void {
    for (const alarm of this.#alarms.values())
      if (alarm.kind === 'metric' && end % intervalOf(alarm) === 0) this.#evaluateMetric(alarm, end)
  }

  #base(config: Input<'PutMetricAlarm'> | Input<'PutCompositeAlarm'>, kind: Alarm['kind']) {
    const now = this.#options.now()
    checkActions(config)
    const known = this.#alarms.get(config.AlarmName)
    if (known && known.kind !== kind)
      throw errors.validation(`Alarm '${config.AlarmName}' exists as a ${known.kind} alarm: delete it first`)
    if (!known && this.#alarms.size >= MOST_ALARMS)
      throw errors.limit(`There are ${MOST_ALARMS} alarms already`)
    const tags = known?.tags ?? new Map((config.Tags ?? []).map(({ Key, Value }) => [Key, Value]))
    const actionsEnabled = config.ActionsEnabled ?? true
    // an update of the configuration leaves the state as it is
    const state = known?.state ?? unchecked(now)
    return {
      name: config.AlarmName,
      arn: this.#options.arnOf(config.AlarmName),
      configuredAt: now,
      actionsEnabled,
      state,
      tags,
    }
  }

  #put(alarm: Alarm) {
    const how = this.#alarms.has(alarm.name) ? 'updated' : 'created'
    this.#alarms.set(alarm.name, alarm)
    this.history.configured(alarm, how, this.#options.now())
  }

  #evaluateMetric(alarm: MetricAlarm, end: number) {
    const judged = judge(alarm, end, this.#options.store)
    if (judged && judged.state !== alarm.state.value)
      this.#change(alarm, { value: judged.state, reason: judged.text, reasonData: judged.data }, new Set())
  }

  /** `child` is the alarm whose change asks for it; none where the composite itself was put. */
  #evaluateComposite(alarm: CompositeAlarm, child: Alarm | undefined, seen: Set<string>) {
    if (seen.has(alarm.name)) return
    seen.add(alarm.name)
    const value = holds(alarm.rule, (it) => this.find(it)?.state.value) ? 'ALARM' : 'OK'
    if (value === alarm.state.value) return
    const reason = child
      ? transitioned(child)
      : `${alarm.arn} was put and its alarm rule evaluates to ${value}`
    this.#change(alarm, { value, reason, reasonData: triggeringData(child) }, seen, child)
  }

  /** `seen` holds the composites of this wave of changes, so that a cycle of them comes to an end. */
  #change(
    alarm: Alarm,
    { value, reason, reasonData }: Pick<AlarmState, 'value' | 'reason' | 'reasonData'>,
    seen: Set<string>,
    trigger?: Alarm,
  ) {
    const from = alarm.state
    const at = this.#options.now()
    const to: AlarmState = {
      value,
      reason,
      reasonData,
      updatedAt: at,
      transitionedAt: from.value === value ? from.transitionedAt : at,
    }
    alarm.state = to
    if (from.value === value) return
    this.history.changed(alarm, from, to)
    const change = { name: alarm.name, arn: alarm.arn, from: from.value, to: value, reason, at, trigger }
    for (const listener of this.#listeners) listener(change, alarm)
    for (const parent of this.parentsOf(alarm)) this.#evaluateComposite(parent, alarm, seen)
  }
}

const ARN = /^arn:[^:\s]+:[^:\s]+:[^:\s]*:[^:\s]*:\S+$/

function checkActions(config: Input<'PutMetricAlarm'> | Input<'PutCompositeAlarm'>) {
  const lists = [config.OKActions, config.AlarmActions, config.InsufficientDataActions]
  const wrong = lists.flatMap((it) => it ?? []).find((it) => !ARN.test(it))
  if (wrong !== undefined) throw errors.validation(`Invalid arn syntax: ${wrong}`)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
