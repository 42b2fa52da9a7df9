import Type, { type Static } from 'typebox'

/** The request bodies of the FIS API. https://docs.aws.amazon.com/fis/latest/APIReference/Welcome.html */
const closed = { additionalProperties: false }
const name = (maxLength = 64) => Type.String({ minLength: 1, maxLength, pattern: '^\\S+$' })
const arn = Type.String({ minLength: 20, maxLength: 2048, pattern: '^\\S+$' })
const description = Type.String({ minLength: 1, maxLength: 512 })
const clientToken = name(1024)
const Words = Type.Record(Type.String(), Type.String({ maxLength: 1024 }))

export const Tags = Type.Record(
  Type.String({ minLength: 1, maxLength: 128 }),
  Type.String({ maxLength: 256 }),
  {
    maxProperties: 50,
  },
)
const StopCondition = Type.Object(
  {
    source: Type.Enum(['aws:cloudwatch:alarm', 'none']),
    value: Type.Optional(arn),
  },
  closed,
)
const FilterOfTarget = Type.Object(
  { path: name(256), values: Type.Array(Type.String({ maxLength: 128 })) },
  closed,
)
const Target = Type.Object(
  {
    resourceType: name(128),
    resourceArns: Type.Optional(Type.Array(arn, { maxItems: 5 })),
    resourceTags: Type.Optional(Tags),
    filters: Type.Optional(Type.Array(FilterOfTarget)),
    selectionMode: name(),
    parameters: Type.Optional(Words),
  },
  closed,
)
const ActionOfTemplate = Type.Object(
  {
    actionId: name(128),
    description: Type.Optional(description),
    parameters: Type.Optional(Words),
    targets: Type.Optional(Type.Record(Type.String(), name())),
    startAfter: Type.Optional(Type.Array(name())),
  },
  closed,
)
const LogConfiguration = Type.Object(
  {
    cloudWatchLogsConfiguration: Type.Optional(Type.Object({ logGroupArn: arn }, closed)),
    s3Configuration: Type.Optional(
      Type.Object(
        {
          bucketName: Type.String({ minLength: 3, maxLength: 63, pattern: '^\\S+$' }),
          prefix: Type.Optional(Type.String({ minLength: 1, maxLength: 700 })),
        },
        closed,
      ),
    ),
    logSchemaVersion: Type.Enum([1, 2]),
  },
  closed,
)
const EmptyTargets = Type.Enum(['fail', 'skip'])
const ExperimentOptions = Type.Object(
  {
    accountTargeting: Type.Optional(Type.Enum(['single-account', 'multi-account'])),
    emptyTargetResolutionMode: Type.Optional(EmptyTargets),
  },
  closed,
)

const parts = {
  description,
  stopConditions: Type.Array(StopCondition, { minItems: 1 }),
  targets: Type.Optional(Type.Record(name(), Target)),
  actions: Type.Record(name(), ActionOfTemplate),
  roleArn: arn,
  logConfiguration: Type.Optional(LogConfiguration),
  experimentOptions: Type.Optional(ExperimentOptions),
}
export const CreateTemplate = Type.Object({ ...parts, clientToken, tags: Type.Optional(Tags) }, closed)
export const UpdateTemplate = Type.Partial(Type.Object(parts, closed))
export const StartExperiment = Type.Object(
  {
    clientToken,
    experimentTemplateId: name(),
    experimentOptions: Type.Optional(
      Type.Object({ actionsMode: Type.Optional(Type.Enum(['run-all', 'skip-all'])) }, closed),
    ),
    tags: Type.Optional(Tags),
  },
  closed,
)
export const UpdateLever = Type.Object(
  {
    state: Type.Object(
      {
        status: Type.Enum(['engaged', 'disengaged']),
        reason: Type.String({ minLength: 1, maxLength: 512 }),
      },
      closed,
    ),
  },
  closed,
)

export type TemplateChange = Static<typeof UpdateTemplate>
export type LeverChange = Static<typeof UpdateLever>
export type TemplateParts = Static<typeof CreateTemplate>
export type TargetOfTemplate = Static<typeof Target>
export type ActionOfTemplate = Static<typeof ActionOfTemplate>
export type StopConditionOfTemplate = Static<typeof StopCondition>
