import { leftOut } from './left-out.ts'
import type { Report } from './rehearsal.ts'
import { onMoto } from './services.ts'

/** What is not as it should be, one line each; none where the rehearsal was met. */
export const findingsOf = ({ stacks, policy, pods, unlifted, left, whole }: Report): readonly string[] => [
  ...stacks.flatMap(({ stack, changes, outputsWithout }) => [
    ...changes.map(
      (it) =>
        `${stack}: the second plan would ${it.actions.join(' and ')} ${it.address} (${it.values.join('; ')})`,
    ),
    ...outputsWithout.map((name) => `${stack}: output ${name} has no value`),
  ]),
  ...(pods?.errors ?? []).map((it) => `pods: ${it}`),
  ...policy.parseErrors.map((it) => `checkov could not read ${it}`),
  ...policy.missed.map((it) => `checkov did not find what was planted: ${it}`),
  ...policy.failures.map((it) => `${it.stack}: ${it.resource} fails ${it.check} (${it.title})`),
  ...(whole ? policy.idle : []).map((it) => `the suppression of ${it.check} explains nothing: take it out`),
  ...(unlifted ? [`what refuses a deletion was not lifted: ${unlifted}`] : []),
  ...stacks.flatMap(({ stack, ...end }) =>
    end.destroySeconds === null ? [`${stack}: not destroyed, ${stays(end.left)}: ${end.why}`] : [],
  ),
  // what stacks hold that are left is told above, by its addresses
  ...(stacks.every((it) => it.destroySeconds !== null) ? left.unexplained : []).map(
    (it) => `left after destroy: ${it}`,
  ),
]

const stays = (left: readonly string[]): string =>
  left.length === 0 ? 'and nothing is left of it' : `${left.length} left (${left.join(', ')})`

/** A report for people. */
export function reportText(report: Report, findings: readonly string[]): string {
  const { stacks, policy, pods, tools, left } = report
  const resources = stacks.reduce((sum, it) => sum + it.resources, 0)
  return [
    `terraform ${tools.terraform} with AWS provider ${tools.provider}: ${resources} resources of ${stacks.length} stacks (profile ${report.profile}) in ${report.seconds} s`,
    section(
      'stacks',
      stacks.map(
        ({ stack, ...it }) =>
          `${stack}: ${it.resources} resources, applied in ${it.applySeconds} s, second plan ${it.changes.length === 0 ? 'empty' : 'NOT empty'}, ${it.outputs} outputs, ${it.destroySeconds === null ? `NOT destroyed, ${it.left.length} left` : `destroyed in ${it.destroySeconds} s`}`,
      ),
    ),
    section(
      'left out',
      leftOut.map((it) => `${it.stack}${it.type ? ` ${it.type}` : ''}: ${it.because}`),
    ),
    ...(pods
      ? [
          `pods: ${pods.manifests} manifests, ${pods.errors.length} refused by the schemas of Kubernetes ${pods.version}`,
        ]
      : []),
    section('shims', shimLines(report.shims)),
    section(
      'on moto',
      Object.entries(onMoto).map(([service, { because }]) => `${service}: ${because}`),
    ),
    section(
      'stays after destroy',
      left.explained.map(
        (it) => `${[it.store, it.key, it.state].filter(Boolean).join(' ')} (${it.count}): ${it.because}`,
      ),
    ),
    section(
      `checkov: ${policy.passed} passed, ${policy.failures.length} failed, ${policy.parseErrors.length} parse errors, the canary ${policy.missed.length === 0 ? 'caught' : 'MISSED'}; suppressed`,
      policy.suppressed.map((it) => `${it.check} (${it.failures}): ${it.because}`),
    ),
    section(findings.length === 0 ? 'nothing found' : 'found', findings),
  ].join('\n\n')
}

const section = (title: string, lines: readonly string[]): string =>
  [title, ...lines.map((line) => `  ${line}`)].join('\n')

/** One line for each reason. */
function shimLines(shims: Report['shims']): readonly string[] {
  const reasons = Map.groupBy(shims, (it) => it.because)
  return [...reasons].map(([because, of]) => `${of.map((it) => it.what).join(', ')}: ${because}`)
}
