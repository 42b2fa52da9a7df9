import { ApiGatewayBasePathMapping } from '@cdktf/provider-aws/lib/api-gateway-base-path-mapping/index.js'
import { ApiGatewayDeployment } from '@cdktf/provider-aws/lib/api-gateway-deployment/index.js'
import { ApiGatewayDomainName } from '@cdktf/provider-aws/lib/api-gateway-domain-name/index.js'
import { ApiGatewayIntegration } from '@cdktf/provider-aws/lib/api-gateway-integration/index.js'
import { ApiGatewayMethod } from '@cdktf/provider-aws/lib/api-gateway-method/index.js'
import { ApiGatewayMethodSettings } from '@cdktf/provider-aws/lib/api-gateway-method-settings/index.js'
import { ApiGatewayResource } from '@cdktf/provider-aws/lib/api-gateway-resource/index.js'
import { ApiGatewayRestApi } from '@cdktf/provider-aws/lib/api-gateway-rest-api/index.js'
import { ApiGatewayStage } from '@cdktf/provider-aws/lib/api-gateway-stage/index.js'
import { Wafv2WebAclAssociation } from '@cdktf/provider-aws/lib/wafv2-web-acl-association/index.js'
import { Fn } from 'cdktf'
import type { ApiGateway } from '../../model/kinds.ts'
import { entryName } from '../../model/names.ts'
import { apiPolicy } from '../tls.ts'
import type { EdgePlace, Way } from '../way.ts'

const STAGE = 'live'
const ANY = 'ANY'
const REGIONAL = ['REGIONAL']
/** The longest that a REST API waits. https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const TIMEOUT_MS = 29_000

/** A regional REST API that passes every path on to the entry behind it. */
export function apigateway(id: string, it: ApiGateway, place: EdgePlace): Way {
  const { stack, firewalls, way } = place
  const { system } = stack.site
  const api = new ApiGatewayRestApi(stack, id, {
    name: entryName(system, id),
    description: it.title,
    endpointConfiguration: { types: REGIONAL },
    // the name that AWS gives it takes older TLS than ours
    disableExecuteApiEndpoint: true,
    tags: { ...it.tags },
  })
  const stage = stageOf(id, it, place, api, passOn(id, place, api, `https://${way(it.to).host}`))
  new Wafv2WebAclAssociation(stack, `${id}-firewall`, {
    resourceArn: stage.arn,
    webAclArn: firewalls.regionalArn,
  })
  return { host: named(id, it, place, stage), metricName: '', targets: {}, urls: {} }
}

/** The name under which the API answers, with the stage behind it. */
function named(id: string, it: ApiGateway, { stack, domain }: EdgePlace, stage: ApiGatewayStage): string {
  const name = new ApiGatewayDomainName(stack, `${id}-domain`, {
    domainName: domain.hostOf(id),
    regionalCertificateArn: domain.certificateArn,
    endpointConfiguration: { types: REGIONAL },
    securityPolicy: apiPolicy(stack.site.system),
    tags: { ...it.tags },
  })
  new ApiGatewayBasePathMapping(stack, `${id}-mapping`, {
    domainName: name.domainName,
    apiId: stage.restApiId,
    stageName: stage.stageName,
  })
  return domain.lead(id, { name: name.regionalDomainName, zoneId: name.regionalZoneId })
}

function passOn(
  id: string,
  { stack, firewalls }: EdgePlace,
  api: ApiGatewayRestApi,
  url: string,
): ApiGatewayIntegration {
  const below = new ApiGatewayResource(stack, `${id}-paths`, {
    restApiId: api.id,
    parentId: api.rootResourceId,
    pathPart: '{proxy+}',
  })
  const method = new ApiGatewayMethod(stack, `${id}-any`, {
    restApiId: api.id,
    resourceId: below.id,
    httpMethod: ANY,
    authorization: 'NONE',
    requestParameters: { 'method.request.path.proxy': true },
  })
  return new ApiGatewayIntegration(stack, `${id}-proxy`, {
    restApiId: api.id,
    resourceId: below.id,
    httpMethod: method.httpMethod,
    type: 'HTTP_PROXY',
    integrationHttpMethod: ANY,
    uri: `${url}/{proxy}`,
    requestParameters: {
      'integration.request.path.proxy': 'method.request.path.proxy',
      [`integration.request.header.${firewalls.hop.header}`]: `'${firewalls.hop.value}'`,
    },
    timeoutMilliseconds: TIMEOUT_MS,
  })
}

function stageOf(
  id: string,
  it: ApiGateway,
  { stack, firewalls }: EdgePlace,
  api: ApiGatewayRestApi,
  integration: ApiGatewayIntegration,
): ApiGatewayStage {
  const deployment = new ApiGatewayDeployment(stack, `${id}-deployment`, {
    restApiId: api.id,
    // a stage shows what was deployed, so another target or mark needs another deployment
    triggers: { uri: Fn.sha1(integration.uri), hop: Fn.sha1(firewalls.hop.value) },
    lifecycle: { createBeforeDestroy: true },
    dependsOn: [integration],
  })
  const stage = new ApiGatewayStage(stack, `${id}-stage`, {
    restApiId: api.id,
    deploymentId: deployment.id,
    stageName: STAGE,
    xrayTracingEnabled: true,
    tags: { ...it.tags },
  })
  new ApiGatewayMethodSettings(stack, `${id}-settings`, {
    restApiId: api.id,
    stageName: stage.stageName,
    methodPath: '*/*',
    settings: { metricsEnabled: true },
  })
  return stage
}
