import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function/index.js'
import type { Aurora, System } from '../../model/kinds.ts'
import { artifactKey, functionName, GAMEDAY_QUERY } from '../../model/names.ts'
import type { ComputeContext } from '../compute-context.ts'
import type { Grant } from '../grant.ts'
import { INTERFACES, writeLogs } from '../iam-runtime.ts'
import { plainTrust } from '../policy.ts'
import { role } from '../roles.ts'
import type { Stack } from '../stack.ts'
import { auroraUrl } from '../store-urls.ts'
import { lambda } from '../versions.ts'
import { logGroup } from './log-group.ts'

const SERVICE = 'lambda.amazonaws.com'
const TIMEOUT_SECONDS = 30
const MEMORY_MIB = 512
/** The certificates of RDS are here, and Node does not look. https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html */
const CERTIFICATES = '/var/runtime/ca-cert.pem'

/** A cluster of the model, and the secret that opens it. */
interface Opened {
  /** What the function is called, but for the system. */
  readonly name: string
  readonly id: string
  readonly it: Aurora
  readonly secretArn: string
}

/** The function by which a game day outside the VPC asks a cluster inside it. Returns its name. */
export function queryFunction(
  stack: Stack,
  ctx: ComputeContext,
  { name: own, id, it, secretArn }: Opened,
): string {
  const { system, releaseOf } = stack.site
  const { network, security, data, artifacts } = ctx
  const name = functionName(system, own)
  const group = `/aws/lambda/${name}`
  logGroup(stack, own, group, security.keys.logs)
  const actor = role(stack, own, {
    service: SERVICE,
    trust: plainTrust(SERVICE),
    grants: grants(system, { secretArn, keyArn: security.keys.data, group }),
  })
  const made = new LambdaFunction(stack, own, {
    functionName: name,
    description: 'Answers what a game day asks Aurora; reads only',
    s3Bucket: artifacts.bucketName,
    s3Key: artifactKey(GAMEDAY_QUERY, releaseOf(GAMEDAY_QUERY)),
    runtime: lambda.runtime,
    architectures: [lambda.architecture],
    handler: lambda.handler,
    role: actor.arn,
    memorySize: MEMORY_MIB,
    timeout: TIMEOUT_SECONDS,
    environment: {
      variables: {
        AURORA_WRITER_URL: auroraUrl(system, it, data.hosts.of(id)),
        SECRET_ARN: secretArn,
        NODE_EXTRA_CA_CERTS: CERTIFICATES,
      },
    },
    loggingConfig: { logFormat: 'Text', logGroup: group },
    vpcConfig: {
      subnetIds: [...network.subnetIds.private],
      securityGroupIds: [network.groups.of('lambda')],
    },
    // Lambda makes and ends its network interfaces with the role
    dependsOn: actor.rights,
  })
  return made.functionName
}

interface Reach {
  readonly secretArn: string
  readonly keyArn: string
  readonly group: string
}

const grants = (system: System, { secretArn, keyArn, group }: Reach): readonly Grant[] => [
  {
    actions: ['secretsmanager:GetSecretValue'],
    resources: [secretArn],
    because: 'the password of the cluster, read anew for each question as rotation changes it',
  },
  {
    actions: ['kms:Decrypt'],
    resources: [keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${system.region}.amazonaws.com` } },
    because: 'the secret is encrypted: Secrets Manager uses the key in the caller’s name',
  },
  writeLogs(system, group, 'the runtime writes what the function prints'),
  INTERFACES,
]
