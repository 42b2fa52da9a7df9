import { isPeriod, METRIC_PERIODS } from '../../../model/metric-periods.ts'
import { evaluateToLines, idsIn } from './math/evaluate.ts'
import { type Expression, parseExpression } from './math/parser.ts'
import { ExpressionError } from './math/tokens.ts'
import { isLines, type Line } from './math/value.ts'
import { dimensionsOf, type MetricDataQuery } from './operations/shapes.ts'
import type { MetricStore } from './store/metrics.ts'
import { type Grid, statistic, values } from './store/statistic.ts'
import { errors } from './wire/errors.ts'

const ID = /^[a-z][A-Za-z0-9_]*$/
/** Period of an expression that names no metric and says none. */
const DEFAULT_PERIOD = 60

/** Metric queries that have been checked: each gives its series on a grid of its period. */
export interface Queries {
  readonly list: readonly MetricDataQuery[]
  /** Seconds of the query of that id. */
  readonly period: (id: string) => number
  /** One series, or several where the expression gives an array. */
  readonly run: (id: string, grid: Grid, store: MetricStore) => Line | readonly Line[]
}

/** Checks metric queries (ids, statistics, syntax, types of expressions, periods); throws a ValidationError. */
export function metricQueries(list: readonly MetricDataQuery[]): Queries {
  const expressions = new Map<string, Expression>()
  list.forEach((query, at) => {
    checkQuery(query, list.slice(0, at))
    if (query.Expression !== undefined)
      expressions.set(
        query.Id,
        attempt(query.Id, () => parseExpression(query.Expression!)),
      )
  })
  const byId = new Map(list.map((query) => [query.Id, query]))
  const period = (id: string) => periodOf(id, byId, expressions)
  const run = (id: string, grid: Grid, store: MetricStore) => new Run(list, expressions, grid, store).of(id)
  return { list, period, run }
}

/** Runs every expression on an empty grid, which shows every wrong type and unknown id. */
export function checkTypes(queries: Queries, store: MetricStore): void {
  for (const { Id } of queries.list)
    queries.run(Id, { start: 0, period: queries.period(Id), length: 0 }, store)
}

/** The expressions of one request on one grid, each evaluated once. */
class Run {
  readonly #list: readonly MetricDataQuery[]
  readonly #expressions: ReadonlyMap<string, Expression>
  readonly #grid: Grid
  readonly #store: MetricStore
  readonly #done = new Map<string, Line | readonly Line[] | 'under way'>()

  constructor(
    list: readonly MetricDataQuery[],
    expressions: ReadonlyMap<string, Expression>,
    grid: Grid,
    store: MetricStore,
  ) {
    this.#list = list
    this.#expressions = expressions
    this.#grid = grid
    this.#store = store
  }

  of(id: string): Line | readonly Line[] {
    const done = this.#done.get(id)
    if (done === 'under way') throw errors.validation(`Expression '${id}' refers to itself`)
    if (done !== undefined) return done
    this.#done.set(id, 'under way')
    const query = this.#list.find((it) => it.Id === id)
    if (!query)
      throw new ExpressionError(`unknown id '${id}': known are ${this.#list.map((it) => it.Id).join(', ')}`)
    const result = query.MetricStat ? this.#metric(query) : this.#expression(query)
    this.#done.set(id, result)
    return result
  }

  #metric(query: MetricDataQuery): Line {
    const { Metric, Stat, Unit } = query.MetricStat!
    const id = {
      namespace: Metric.Namespace!,
      name: Metric.MetricName!,
      dimensions: dimensionsOf(Metric.Dimensions),
    }
    const points = values(this.#store.series(id, this.#grid, Unit), this.#grid, statistic(Stat)!)
    return { id: query.Id, label: query.Label ?? id.name, points, metric: true }
  }

  #expression({ Id, Label }: MetricDataQuery): Line | readonly Line[] {
    const metrics = () => this.#list.filter((it) => it.MetricStat).map((it) => this.of(it.Id) as Line)
    const scope = { grid: this.#grid, resolve: (id: string) => this.of(id), metrics: metrics() }
    const result = attempt(Id, () => evaluateToLines(this.#expressions.get(Id)!, scope))
    const named = (it: Line): Line => ({ ...it, id: Id, label: Label ?? Id, metric: false })
    return isLines(result)
      ? result.map((it) => ({ ...it, label: `${Label ?? ''} ${it.label}`.trim() }))
      : named(result)
  }
}

function checkQuery(query: MetricDataQuery, before: readonly MetricDataQuery[]) {
  const { Id, MetricStat, Expression } = query
  if (!ID.test(Id)) throw errors.validation(`Metric query id '${Id}' must match ${ID.source}`)
  if (before.some((it) => it.Id === Id)) throw errors.validation(`Metric query id '${Id}' is used twice`)
  if ((MetricStat === undefined) === (Expression === undefined))
    throw errors.validation(`Metric query '${Id}' must have either MetricStat or Expression`)
  if (!MetricStat) return
  if (!MetricStat.Metric.Namespace || !MetricStat.Metric.MetricName)
    throw errors.validation(`The metric of query '${Id}' must have Namespace and MetricName`)
  if (!statistic(MetricStat.Stat))
    throw errors.value(
      `Stat '${MetricStat.Stat}' of query '${Id}' must be SampleCount, Sum, Average, Minimum, Maximum or pNN`,
    )
  checkPeriod(MetricStat.Period)
}

/** Throws unless the period is one that CloudWatch has. */
export function checkPeriod(period: number): void {
  if (!isPeriod(period, METRIC_PERIODS))
    throw errors.validation(`Period ${period} must be ${METRIC_PERIODS.join(', ')} or a multiple of 60`)
}

function periodOf(
  id: string,
  byId: ReadonlyMap<string, MetricDataQuery>,
  expressions: ReadonlyMap<string, Expression>,
): number {
  const periods = new Set(metricsUnder(id, byId, expressions, new Set()).map((it) => it.MetricStat!.Period))
  if (periods.size > 1)
    throw errors.validation(
      `Expression '${id}' mixes periods (${[...periods].join(', ')}): give its metrics one period`,
    )
  return [...periods][0] ?? byId.get(id)?.Period ?? DEFAULT_PERIOD
}

function metricsUnder(
  id: string,
  byId: ReadonlyMap<string, MetricDataQuery>,
  expressions: ReadonlyMap<string, Expression>,
  seen: Set<string>,
): MetricDataQuery[] {
  const query = byId.get(id)
  if (!query || seen.has(id)) return []
  seen.add(id)
  if (query.MetricStat) return [query]
  const inner = idsIn(expressions.get(id)!).flatMap((it) => metricsUnder(it, byId, expressions, seen))
  const all = query.Expression?.includes('METRICS(') ? [...byId.values()].filter((it) => it.MetricStat) : []
  return [...inner, ...all]
}

function attempt<T>(id: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof ExpressionError)
      throw errors.validation(`Error in expression '${id}': ${error.message}`)
    throw error
  }
}
