import { randomUUID } from 'node:crypto'
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aurora } from '../../local/engines/aurora.ts'
import { documentdb } from '../../local/engines/documentdb.ts'
import { platform } from '../../model/platform.ts'
import { cloudcafe } from '../../model/systems/cloudcafe/index.ts'
import { accountEmulator } from '../../rehearsal/emulators/index.ts'
import { testContext } from '../../test/contract/context.ts'
import { databaseAt, type Login } from './databases.ts'
import { handler } from './handler.ts'
import { rotation } from './rotation.ts'

const { ctx, remove } = testContext()
const engines = {
  aurora: aurora('aurora', { ...cloudcafe.resources.aurora, readers: 0 }, ctx),
  documentdb: documentdb('documentdb', cloudcafe.resources.documentdb, ctx),
  secrets: accountEmulator(ctx),
}
const at = ({ host, port }: { host: string; port: number }) => `${host}:${port}`
const urls = {
  aurora: () => `postgres://${at(engines.aurora.endpoint())}/${cloudcafe.resources.aurora.database}`,
  documentdb: () => `mongodb://${at(engines.documentdb.endpoint())}/?directConnection=true`,
}
let secrets: SecretsManagerClient

const { user: username, password } = platform.database
beforeAll(async () => {
  await Promise.all(Object.values(engines).map((engine) => engine.start()))
  secrets = new SecretsManagerClient({
    endpoint: `http://${at(engines.secrets.endpoint())}`,
    region: cloudcafe.region,
    credentials: { accessKeyId: cloudcafe.account, secretAccessKey: 'unchecked' },
  })
  const mongo = new MongoClient(urls.documentdb())
  await mongo.db('admin').command({ createUser: username, pwd: password, roles: ['root'] })
  await mongo.close()
})
afterAll(async () => {
  secrets.destroy()
  await Promise.all(Object.values(engines).map((engine) => engine.stop()))
  await remove()
})

const login = async (SecretId: string): Promise<Login> => {
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId }))
  return JSON.parse(SecretString!)
}

describe.each(['aurora', 'documentdb'] as const)('the password of %s', (name) => {
  const SecretId = `rotated/${name}`
  const steps = (token: string) =>
    rotation(secrets, { Step: 'createSecret', SecretId, ClientRequestToken: token }, databaseAt(urls[name]()))
  beforeAll(async () => {
    await secrets.send(
      new CreateSecretCommand({ Name: SecretId, SecretString: JSON.stringify({ username, password }) }),
    )
  })

  it('is another one after a rotation, in the secret and in the database, and the old one is refused', async () => {
    const before = await login(SecretId)
    const it = steps(randomUUID())
    await it.createSecret()
    expect(await login(SecretId)).toEqual(before)
    await it.setSecret()
    await it.testSecret()
    await it.finishSecret()
    const after = await login(SecretId)
    expect(after.username).toBe(before.username)
    expect(after.password).toMatch(/^[A-Za-z0-9]{32}$/)
    expect(await databaseAt(urls[name]()).accepts(after)).toBe(true)
    expect(await databaseAt(urls[name]()).accepts(before)).toBe(false)
  })

  it('is the same however often each step is repeated', async () => {
    const it = steps(randomUUID())
    for (const step of [it.createSecret, it.setSecret, it.testSecret, it.finishSecret]) {
      await step()
      await step()
    }
    expect(await databaseAt(urls[name]()).accepts(await login(SecretId))).toBe(true)
  })

  it('is untouched, and the test step says so, where the database was not told', async () => {
    const before = await login(SecretId)
    const it = steps(randomUUID())
    await it.createSecret()
    await expect(it.testSecret()).rejects.toThrow('does not accept the new login')
    expect(await databaseAt(urls[name]()).accepts(before)).toBe(true)
  })

  it('cannot be set where nobody knows the one that holds', async () => {
    const lost = `lost/${name}`
    const SecretString = JSON.stringify({ username, password: 'never-was' })
    await secrets.send(new CreateSecretCommand({ Name: lost, SecretString }))
    const event = { Step: 'setSecret', SecretId: lost, ClientRequestToken: randomUUID() } as const
    const it = rotation(secrets, event, databaseAt(urls[name]()))
    await it.createSecret()
    await expect(it.setSecret()).rejects.toThrow('accepts no login')
    await secrets.send(new DeleteSecretCommand({ SecretId: lost, ForceDeleteWithoutRecovery: true }))
  })
})

it('a secret without a database, a step that is none, a URL of another kind are said', async () => {
  const event = { SecretId: 'arn', ClientRequestToken: randomUUID() }
  process.env.DATABASES = '{}'
  await expect(handler({ ...event, Step: 'setSecret' })).rejects.toThrow('DATABASES names no database of arn')
  process.env.DATABASES = JSON.stringify({ arn: 'postgres://localhost/x' })
  await expect(handler({ ...event, Step: 'other' as never })).rejects.toThrow("'other' is no step")
  expect(() => databaseAt('redis://localhost')).toThrow("'redis:' in the URL")
})
