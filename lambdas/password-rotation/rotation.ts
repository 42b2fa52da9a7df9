import {
  DescribeSecretCommand,
  GetRandomPasswordCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager'
import type { Database, Login } from './databases.ts'

/** What Secrets Manager sends for each of the four steps. https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-lambda-functions.html */
export interface RotationEvent {
  readonly Step: 'createSecret' | 'setSecret' | 'testSecret' | 'finishSecret'
  readonly SecretId: string
  /** The version that is being made. */
  readonly ClientRequestToken: string
}

type Stage = 'AWSCURRENT' | 'AWSPENDING' | 'AWSPREVIOUS'

/** Letters and digits only: a password stands in URLs. */
const PASSWORD = { PasswordLength: 32, ExcludePunctuation: true }

/** The four steps of a rotation of one user's password. Each may be repeated: Secrets Manager does so after a failure. */
export function rotation(
  secrets: SecretsManagerClient,
  { SecretId, ClientRequestToken: token }: RotationEvent,
  database: Database,
) {
  const login = async (VersionStage: Stage): Promise<Login | null> => {
    // the stage that is being made is of this rotation, never of one that was left halfway
    const version = VersionStage === 'AWSPENDING' ? { VersionId: token } : {}
    try {
      const { SecretString } = await secrets.send(
        new GetSecretValueCommand({ SecretId, VersionStage, ...version }),
      )
      return loginOf(SecretId, SecretString)
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return null
      throw error
    }
  }
  const need = async (stage: Stage): Promise<Login> => {
    const found = await login(stage)
    if (!found) throw new Error(`${SecretId} has no version ${stage}: rotate it again`)
    return found
  }
  const currentVersion = async (): Promise<string | undefined> => {
    const { VersionIdsToStages = {} } = await secrets.send(new DescribeSecretCommand({ SecretId }))
    return Object.keys(VersionIdsToStages).find((id) => VersionIdsToStages[id]!.includes('AWSCURRENT'))
  }
  return {
    async createSecret(): Promise<void> {
      if (await login('AWSPENDING')) return
      const { RandomPassword } = await secrets.send(new GetRandomPasswordCommand(PASSWORD))
      const SecretString = JSON.stringify({ ...(await need('AWSCURRENT')), password: RandomPassword })
      const put = { SecretId, ClientRequestToken: token, SecretString, VersionStages: ['AWSPENDING'] }
      await secrets.send(new PutSecretValueCommand(put))
    },
    async setSecret(): Promise<void> {
      const pending = await need('AWSPENDING')
      if (await database.accepts(pending)) return
      for (const stage of ['AWSCURRENT', 'AWSPREVIOUS'] as const) {
        const known = await login(stage)
        if (known && (await database.accepts(known))) return database.change(known, pending.password)
      }
      throw new Error(
        `the database accepts no login of ${SecretId}: set its password by hand, then rotate again`,
      )
    },
    async testSecret(): Promise<void> {
      if (!(await database.accepts(await need('AWSPENDING'))))
        throw new Error(`the database does not accept the new login of ${SecretId}`)
    },
    async finishSecret(): Promise<void> {
      const RemoveFromVersionId = await currentVersion()
      if (RemoveFromVersionId === token) return
      const move = { SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: token, RemoveFromVersionId }
      await secrets.send(new UpdateSecretVersionStageCommand(move))
    },
  }
}

function loginOf(secret: string, text: string | undefined): Login {
  const { username, password } = JSON.parse(text ?? '{}') as Partial<Login>
  if (username && password) return { username, password }
  throw new Error(`${secret} has no username and password: write it as {"username": …, "password": …}`)
}
