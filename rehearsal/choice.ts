import type { Finding } from '../model/finding.ts'
import { leftOut } from './left-out.ts'
import { namesOf, type Order, type StackFolder } from './workspace.ts'

/** Stacks that were asked for and cannot be rehearsed. */
export class Unrehearsed extends Error {
  readonly findings: readonly Finding[]
  constructor(findings: readonly Finding[]) {
    super(findings.map(({ what }) => what).join('; '))
    this.findings = findings
  }
}

/** Whether all stacks that are asked for can be rehearsed, once they are synthesised. @throws Unrehearsed */
export function refuseUnknown(order: Order, only: readonly string[]): void {
  const names = namesOf(order)
  const whole = new Map(leftOut.filter(({ type }) => !type).map(({ stack, because }) => [stack, because]))
  const mend = `take some of ${names.filter((name) => !whole.has(name)).join(', ')}`
  const findings = only.flatMap((name): Finding[] => {
    const why = whole.get(name) ?? (names.includes(name) ? null : 'there is no such stack')
    return why ? [{ where: '--stack', what: `'${name}': ${why}`, mend }] : []
  })
  if (findings.length > 0) throw new Unrehearsed(findings)
}

/** Stacks by name with all that they read; all where no name is given. */
export function chosen(stacks: readonly StackFolder[], only: readonly string[]): readonly StackFolder[] {
  if (only.length === 0) return stacks
  const wanted = new Set(only)
  for (const it of [...stacks].reverse())
    if (wanted.has(it.name)) for (const need of it.needs) wanted.add(need)
  return stacks.filter((it) => wanted.has(it.name))
}
