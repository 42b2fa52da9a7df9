import type { Finding } from '../../model/finding.ts'
import { type QuotaNeed, quotasOf } from '../../stacks/quotas.ts'
import { asked } from './asked.ts'
import type { Candidate, Demand } from './deployment.ts'
import { isPlaced } from './prerequisites.ts'

/** Quotas that are large enough: a new account has ten concurrent executions of Lambda, and five vCPU of Spot. */
export const quotasSuffice: Demand = async (candidate) => {
  if (!isPlaced(candidate)) return []
  const found = await Promise.all(quotasOf(candidate.system).map((need) => shortage(candidate, need)))
  return found.flat()
}

async function shortage(candidate: Candidate, need: QuotaNeed): Promise<readonly Finding[]> {
  const allowed = await quota(candidate, need)
  const { service, code, title, smallest, largest } = need
  if (allowed === null || allowed >= smallest) return []
  const scaled = largest > smallest ? `, and ${largest} scaled out` : ''
  const raise = `aws service-quotas request-service-quota-increase --service-code ${service} --quota-code ${code}`
  return [
    {
      where: `quota ${code}`,
      what: `the account may have ${allowed} ${title}; the system takes ${smallest}${scaled}`,
      mend: `ask for more with ${raise} --region ${candidate.system.region} --desired-value ${largest}`,
    },
  ]
}

/** Null where the account does not say: then Terraform finds out. */
async function quota(candidate: Candidate, { service, code }: QuotaNeed): Promise<number | null> {
  const which = ['--service-code', service, '--quota-code', code, '--query', 'Quota.Value']
  const { exitCode, stdout } = await asked(candidate, ['service-quotas', 'get-service-quota', ...which])
  return exitCode === 0 && stdout.trim() !== '' ? Number(stdout) : null
}

/** AWS Config has one recorder in a region: where the account has another, ours would be refused. */
export const recorderIsFree: Demand = async (candidate) => {
  const { system, settings } = candidate
  if (!isPlaced(candidate) || settings.CAFE_CONFIG_RECORDER || !system.operations.audit.includes('config'))
    return []
  const query = ['--query', 'ConfigurationRecorders[].name']
  const { exitCode, stdout } = await asked(candidate, [
    'configservice',
    'describe-configuration-recorders',
    ...query,
  ])
  const others = stdout.split(/\s+/).filter((name) => name !== '' && name !== system.id)
  if (exitCode !== 0 || others.length === 0) return []
  const what = `AWS Config records in ${system.region} already, by '${others[0]}', and a region has one recorder`
  return [{ where: 'CAFE_CONFIG_RECORDER', what, mend: 'set it to account, and our rules use that one' }]
}
