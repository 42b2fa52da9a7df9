import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function/index.js'
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission/index.js'
import { SecretsmanagerSecretRotation } from '@cdktf/provider-aws/lib/secretsmanager-secret-rotation/index.js'
import type { Secret } from '../../model/kinds.ts'
import { artifactKey, functionName } from '../../model/names.ts'
import { ROTATION } from '../artifacts/artifact.ts'
import { rotationGrants } from '../iam-rotation.ts'
import type { NetworkStack } from '../network.ts'
import { plainTrust } from '../policy.ts'
import { role } from '../roles.ts'
import type { SecurityStack } from '../security.ts'
import type { Stack } from '../stack.ts'
import { lambda } from '../versions.ts'
import { logGroup } from './log-group.ts'

const TIMEOUT_SECONDS = 60
const MEMORY_MIB = 256
/** The certificates of RDS and DocumentDB are here, and Node does not look. https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html */
const CERTIFICATES = '/var/runtime/ca-cert.pem'

/** What a rotation needs. */
export interface RotationPlace {
  readonly stack: Stack
  readonly network: NetworkStack
  readonly security: SecurityStack
  /** Bucket of the functions' archives. */
  readonly artifacts: string
  /** URL, without a login, of the database that a secret is of. */
  readonly urlOf: (database: string) => string
}

/** Changes the password of each secret of the model by its own clock, in the secret and in its database. */
export function rotations(place: RotationPlace): void {
  const { stack, security } = place
  const secrets = Object.entries(stack.site.system.resources).filter(
    (entry): entry is [string, Secret] => entry[1].kind === 'secret',
  )
  if (secrets.length === 0) return
  const made = rotator(place, secrets)
  for (const [id, it] of secrets) {
    const secretId = security.secrets[id]!
    const allowed = new LambdaPermission(stack, `${id}-rotator`, {
      action: 'lambda:InvokeFunction',
      functionName: made.functionName,
      principal: 'secretsmanager.amazonaws.com',
      sourceArn: secretId,
    })
    new SecretsmanagerSecretRotation(stack, `${id}-rotation`, {
      secretId,
      rotationLambdaArn: made.arn,
      rotationRules: { automaticallyAfterDays: it.rotationDays },
      // the first password was made a moment ago and is known to nobody
      rotateImmediately: false,
      dependsOn: [allowed],
    })
  }
}

function rotator(place: RotationPlace, secrets: readonly (readonly [string, Secret])[]): LambdaFunction {
  const { stack, network, security, artifacts, urlOf } = place
  const { system, releaseOf } = stack.site
  const group = `/aws/lambda/${functionName(system, ROTATION)}`
  logGroup(stack, ROTATION, group, security.keys.logs)
  const databases = Object.fromEntries(secrets.map(([id, it]) => [security.secrets[id]!, urlOf(it.of)]))
  const arns = secrets.map(([id]) => security.secrets[id]!)
  const service = 'lambda.amazonaws.com'
  const actor = role(stack, ROTATION, {
    service,
    trust: plainTrust(service),
    grants: rotationGrants(system, { secrets: arns, key: security.keys.data, group }),
  })
  return new LambdaFunction(stack, ROTATION, {
    functionName: functionName(system, ROTATION),
    description: 'Changes the passwords of databases',
    s3Bucket: artifacts,
    s3Key: artifactKey(ROTATION, releaseOf(ROTATION)),
    runtime: lambda.runtime,
    architectures: [lambda.architecture],
    handler: lambda.handler,
    role: actor.arn,
    memorySize: MEMORY_MIB,
    timeout: TIMEOUT_SECONDS,
    environment: { variables: { DATABASES: JSON.stringify(databases), NODE_EXTRA_CA_CERTS: CERTIFICATES } },
    loggingConfig: { logFormat: 'Text', logGroup: group },
    vpcConfig: {
      subnetIds: [...network.subnetIds.private],
      securityGroupIds: [network.groups.of('lambda')],
    },
    // Lambda makes and ends its network interfaces with the role
    dependsOn: actor.rights,
  })
}
