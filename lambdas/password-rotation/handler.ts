import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { own } from '../../lib/own.ts'
import { databaseAt } from './databases.ts'
import { type RotationEvent, rotation } from './rotation.ts'

const secrets = new SecretsManagerClient()

/** Secrets Manager's rotation of database passwords; `DATABASES` maps the ARN of each secret to its database's URL. */
export async function handler(event: RotationEvent): Promise<void> {
  const databases = JSON.parse(process.env.DATABASES ?? '{}') as Record<string, string>
  const url = own(databases, event.SecretId)
  if (!url) throw new Error(`DATABASES names no database of ${event.SecretId}`)
  const steps = rotation(secrets, event, databaseAt(url))
  if (!Object.hasOwn(steps, event.Step)) throw new Error(`'${event.Step}' is no step of a rotation`)
  await steps[event.Step]()
}
