import type { DataPlace } from '../data-place.ts'
import { loginField, masterUser } from './secret.ts'

/** Another number makes Terraform set the password again, over the one that rotation has set. */
const FIRST = 1

/** The login that a cluster is made with: the model's secret of it, or one that the service keeps itself. */
export function login({ stack, keys }: DataPlace, id: string) {
  const masterUsername = masterUser(stack)
  const password = loginField(stack, id, 'password')
  return password
    ? { masterUsername, masterPasswordWo: password, masterPasswordWoVersion: FIRST }
    : { masterUsername, manageMasterUserPassword: true, masterUserSecretKmsKeyId: keys.data }
}
