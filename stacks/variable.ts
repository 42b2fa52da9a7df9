import { TerraformVariable } from 'cdktf'
import { type Given, keyOf } from './given.ts'
import type { Stack } from './stack.ts'

/** The value of what is given, as Terraform asks for it: once in a stack, however many use it. */
export function givenValue(stack: Stack, given: Given): string {
  const { name, description, pattern, mend } = given
  const known = stack.node.tryFindChild(name)
  if (known instanceof TerraformVariable) return known.stringValue
  const condition = `\${can(regex(${JSON.stringify(pattern)}, var.${name}))}`
  const validation = [{ condition, errorMessage: `${keyOf(given)}: ${mend}.` }]
  return new TerraformVariable(stack, name, { type: 'string', description, validation }).stringValue
}
