import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { type Answer, packed, type Query } from '../../lib/gameday-query.ts'
import { answerOf } from './query.ts'

const secrets = new SecretsManagerClient()

/** Answers a game day's questions to Aurora, to which only the VPC leads: `AURORA_WRITER_URL`, opened by `SECRET_ARN`. */
export async function handler(question: Query): Promise<Answer> {
  const { AURORA_WRITER_URL, SECRET_ARN } = process.env
  if (!AURORA_WRITER_URL || !SECRET_ARN) throw new Error('AURORA_WRITER_URL and SECRET_ARN must be set')
  // read each time: rotation changes it
  const secret = await secrets.send(new GetSecretValueCommand({ SecretId: SECRET_ARN }))
  const login = JSON.parse(secret.SecretString ?? '{}') as { username: string; password: string }
  return packed(await answerOf(AURORA_WRITER_URL, login, question))
}
