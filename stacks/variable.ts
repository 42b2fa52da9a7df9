import { TerraformVariable } from 'cdktf'
import { type Given, keyOf } from './given.ts'
import type { Stack } from './stack.ts'

/** The value of what is given, as Terraform asks for it: once in a stack, however many use it. */
export function givenValue(stack: Stack, given: Given): string {
  const { name, description, pattern, mend, secret } = given
  const known = stack.node.tryFindChild(name)
  if (known instanceof TerraformVariable) return known.stringValue
  const condition = `\${can(regex(${JSON.stringify(pattern)}, var.${name}))}`
  const validation = [{ condition, errorMessage: `${keyOf(given)}: ${mend}.` }]
  const sensitive = secret ? { sensitive: true } : {}
  const made = new TerraformVariable(stack, name, { type: 'string', description, validation, ...sensitive })
  // cdktf 0.21 does not know variables that are kept nowhere
  if (secret) made.addOverride('ephemeral', true)
  return made.stringValue
}
