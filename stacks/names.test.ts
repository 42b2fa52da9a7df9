import { expect, it } from 'vitest'
import { check } from '../model/check.ts'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { type Block, synthesised } from './fixtures/synthesised.ts'

/** The argument that names a type of block, and the most characters that AWS takes for it; pages stand in `model/checks/names.ts`. */
const NAMES: Readonly<Record<string, readonly [argument: string, most: number]>> = {
  aws_lb: ['name', 32],
  aws_lb_target_group: ['name', 32],
  aws_lambda_function: ['function_name', 64],
  aws_iam_role: ['name', 64],
  aws_s3_bucket: ['bucket', 63],
  aws_rds_cluster: ['cluster_identifier', 63],
  aws_rds_cluster_instance: ['identifier', 63],
  aws_docdb_cluster: ['cluster_identifier', 63],
  aws_docdb_cluster_instance: ['identifier', 63],
  aws_elasticache_replication_group: ['replication_group_id', 40],
  aws_memorydb_cluster: ['name', 40],
  aws_redshift_cluster: ['cluster_identifier', 63],
  aws_redshift_scheduled_action: ['name', 60],
  aws_scheduler_schedule: ['name', 64],
  aws_dynamodb_table: ['name', 255],
  aws_kinesis_stream: ['name', 128],
  aws_sqs_queue: ['name', 80],
  aws_sns_topic: ['name', 256],
  aws_secretsmanager_secret: ['name', 512],
  aws_eks_cluster: ['name', 100],
  aws_eks_node_group: ['node_group_name', 63],
  aws_vpclattice_service: ['name', 40],
  aws_vpclattice_service_network: ['name', 63],
  aws_vpclattice_target_group: ['name', 128],
  aws_wafv2_web_acl: ['name', 128],
  aws_cloudfront_cache_policy: ['name', 128],
  aws_cloudwatch_metric_alarm: ['alarm_name', 255],
  aws_cloudwatch_composite_alarm: ['alarm_name', 255],
  aws_config_config_rule: ['name', 128],
  aws_autoscaling_group: ['name', 255],
  aws_launch_template: ['name', 128],
  aws_security_group: ['name', 255],
  aws_budgets_budget: ['name', 100],
  kubernetes_namespace_v1: ['metadata.name', 63],
  kubernetes_deployment_v1: ['metadata.name', 63],
  kubernetes_service_v1: ['metadata.name', 63],
}

const at = (block: Block, path: string): unknown =>
  path.split('.').reduce((value, key) => value?.[key], block)

const tooLong = (id: string, settings: Record<string, string>): readonly string[] => {
  const synth = synthesised(settings, { ...cloudcafe, id })
  return Object.entries(NAMES).flatMap(([type, [argument, most]]) =>
    Object.values(synth.of(type)).flatMap((block) => {
      const name = at(block, argument)
      return typeof name === 'string' && !name.includes('${') && name.length > most ? [`${type} ${name}`] : []
    }),
  )
}

it.each(['dev', 'prod'])(
  'the longest id of a system that check() takes makes no name too long for AWS (%s)',
  (CAFE_STAGE) => {
    const accepted = (id: string) => check({ ...cloudcafe, id }).length === 0
    let longest = cloudcafe.id
    while (accepted(`${longest}x`)) longest += 'x'
    expect(longest.length).toBeGreaterThan(12)
    expect(tooLong(longest, { CAFE_STAGE })).toEqual([])
  },
)

it('every limit is on a name that is there', () => {
  const prod = synthesised({ CAFE_STAGE: 'prod' })
  const dev = synthesised()
  for (const [type, [argument]] of Object.entries(NAMES)) {
    const blocks = [...Object.values(dev.of(type)), ...Object.values(prod.of(type))]
    expect(blocks.length, type).toBeGreaterThan(0)
    for (const block of blocks) expect(at(block, argument), `${type}.${argument}`).toBeTypeOf('string')
  }
})
