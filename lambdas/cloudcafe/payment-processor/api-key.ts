import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm'

/** The key to a provider, which may be another one later. */
export interface ApiKey {
  /** Read once, and again after `forget`. */
  readonly read: () => Promise<string>
  readonly forget: () => void
}

/** The key that a SecureString parameter holds. */
export function apiKey(ssm: Pick<SSMClient, 'send'>, name: string): ApiKey {
  let known: Promise<string> | null = null
  const fetched = async (): Promise<string> => {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name, WithDecryption: true }))
    if (Parameter?.Value) return Parameter.Value
    throw new Error(`parameter ${name} holds nothing: put the provider's key there`)
  }
  const forget = () => {
    known = null
  }
  return {
    read() {
      known ??= fetched().catch((error: unknown) => {
        forget()
        throw error
      })
      return known
    },
    forget,
  }
}
