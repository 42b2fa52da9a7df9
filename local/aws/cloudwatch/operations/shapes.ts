import { type Static, Type } from 'typebox'
import { UNITS } from '../store/units.ts'

/** The parts that inputs of several operations share, as the service's API names them. */
const strict = { additionalProperties: false } as const

export const Text = (maxLength: number, minLength = 1) => Type.String({ minLength, maxLength })
export const Timestamp = Type.Refine(
  Type.Unsafe<Date>(Type.Unknown()),
  (it) => it instanceof Date,
  () => 'must be a time in ISO 8601',
)
export const AlarmName = Text(255)
export const NextToken = Type.Optional(Type.String())
export const Names = Type.Array(AlarmName, { maxItems: 100 })

const STATES = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const
export type StateValue = (typeof STATES)[number]
export const State = Type.Enum(STATES)

const TREATMENTS = ['breaching', 'notBreaching', 'ignore', 'missing'] as const
export type TreatMissingData = (typeof TREATMENTS)[number]
export const Treatment = Type.Enum(TREATMENTS)

export const Unit = Type.Enum(UNITS)

export const Dimension = Type.Object({ Name: Text(255), Value: Text(1024) }, strict)
export const Dimensions = Type.Array(Dimension, { maxItems: 30 })
export const Tag = Type.Object({ Key: Text(128), Value: Text(256, 0) }, strict)
export const Tags = Type.Array(Tag, { maxItems: 50 })
export const Actions = Type.Optional(Type.Array(Text(1024), { maxItems: 5 }))
export const Period = Type.Integer({ minimum: 1 })

const Metric = Type.Object(
  {
    Namespace: Type.Optional(Text(255)),
    MetricName: Type.Optional(Text(255)),
    Dimensions: Type.Optional(Dimensions),
  },
  strict,
)
const MetricStat = Type.Object({ Metric, Period, Stat: Type.String(), Unit: Type.Optional(Unit) }, strict)
export const MetricDataQuery = Type.Object(
  {
    Id: Text(255),
    MetricStat: Type.Optional(MetricStat),
    Expression: Type.Optional(Text(2048)),
    Label: Type.Optional(Type.String()),
    ReturnData: Type.Optional(Type.Boolean()),
    Period: Type.Optional(Period),
    AccountId: Type.Optional(Text(255)),
  },
  strict,
)
export type MetricDataQuery = Static<typeof MetricDataQuery>

/** Dimensions as a record; a name that stands twice keeps its last value. */
export const dimensionsOf = (list: Static<typeof Dimensions> = []): Record<string, string> =>
  Object.fromEntries(list.map(({ Name, Value }) => [Name, Value]))

/** Dimensions as the API lists them. */
export const dimensionList = (dimensions: Readonly<Record<string, string>>) =>
  Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }))
