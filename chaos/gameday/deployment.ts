import Type, { type Static } from 'typebox'
import Value from 'typebox/value'

const text = Type.String({ minLength: 1 })
const byId = Type.Record(Type.String(), text)

/** What a game day needs to know of a deployment on AWS: the one output of the stack of game days. */
export const deploymentSchema = Type.Object({
  system: text,
  region: text,
  account: text,
  /** Addresses of entries, by id: at least that of the front door. */
  endpoints: byId,
  /** CloudWatch's names of load balancers by entry, and of target groups by the model's name. */
  balancers: byId,
  targetGroups: byId,
  /** Ids of FIS's templates, by experiment. */
  templates: byId,
  /** Functions that ask the databases of the VPC, by the database's id. */
  queryFunctions: byId,
  load: Type.Object({
    region: text,
    bucket: text,
    image: text,
    fargate: Type.Object({
      cluster: text,
      taskDefinition: text,
      container: text,
      subnets: Type.Array(text, { minItems: 1 }),
      securityGroups: Type.Array(text, { minItems: 1 }),
    }),
    eks: Type.Optional(Type.Object({ cluster: text, namespace: text, serviceAccount: text })),
  }),
})

export type Deployment = Static<typeof deploymentSchema>

/** Name of the output. */
export const DEPLOYMENT_OUTPUT = 'game-days'

/** A deployment as it was read; throws with everything that is wrong with it. */
export function deploymentOf(read: unknown): Deployment {
  const wrong = [...Value.Errors(deploymentSchema, read)]
  if (wrong.length > 0)
    throw new Error(wrong.map((it) => `${it.instancePath || 'all of it'} ${it.message}`).join('\n'))
  return read as Deployment
}
