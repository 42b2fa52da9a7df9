import { DataAwsSsmParameter } from '@cdktf/provider-aws/lib/data-aws-ssm-parameter/index.js'
import type { Construct } from 'constructs'
import type { ComputeContext } from './compute-context.ts'
import { lambdaFunction } from './constructs/function.ts'
import { logGroup } from './constructs/log-group.ts'
import { FAULT_FOLDER } from './iam-runtime.ts'
import type { Site } from './site.ts'
import { Stack } from './stack.ts'
import { lambda } from './versions.ts'
import { functionsOf } from './workloads.ts'

/** https://docs.aws.amazon.com/fis/latest/userguide/actions-lambda-extension-arns.html */
const FAULT_LAYER = `/aws/service/fis/lambda-extension/AWS-FIS-extension-${lambda.architecture}/1.x.x`

/** The functions and their event sources. */
export class LambdaStack extends Stack {
  constructor(scope: Construct, site: Site, ctx: ComputeContext) {
    super(scope, site, 'lambda')
    const layer = new DataAwsSsmParameter(this, 'fault-layer', { name: FAULT_LAYER })
    const faults = {
      // an ARN is no secret, though Terraform takes every parameter for one
      layerArn: layer.insecureValue,
      environment: {
        AWS_LAMBDA_EXEC_WRAPPER: '/opt/aws-fis/bootstrap',
        AWS_FIS_CONFIGURATION_LOCATION: `${ctx.artifacts.bucketArn}/${FAULT_FOLDER}`,
        // our functions are done before the layer has read of a fault, unless it may make them wait for that
        AWS_FIS_POLL_MAX_WAIT_MILLISECONDS: '2000',
      },
    }
    for (const [id, it] of functionsOf(site.system)) {
      logGroup(this, id, it.logGroup, ctx.security.keys.logs)
      lambdaFunction(id, it, { stack: this, ctx, faults })
    }
  }
}
