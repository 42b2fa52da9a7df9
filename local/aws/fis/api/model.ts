import type { ClientPackage } from '../../wire/model.ts'

/** FIS's operations. https://docs.aws.amazon.com/fis/latest/APIReference/API_Operations.html */
const ROUTES = {
  ListActions: 'GET /actions',
  GetAction: 'GET /actions/{id}',
  ListTargetResourceTypes: 'GET /targetResourceTypes',
  GetTargetResourceType: 'GET /targetResourceTypes/{resourceType}',
  CreateExperimentTemplate: 'POST /experimentTemplates',
  ListExperimentTemplates: 'GET /experimentTemplates',
  GetExperimentTemplate: 'GET /experimentTemplates/{id}',
  UpdateExperimentTemplate: 'PATCH /experimentTemplates/{id}',
  DeleteExperimentTemplate: 'DELETE /experimentTemplates/{id}',
  ListTargetAccountConfigurations: 'GET /experimentTemplates/{id}/targetAccountConfigurations',
  GetTargetAccountConfiguration: 'GET /experimentTemplates/{id}/targetAccountConfigurations/{accountId}',
  CreateTargetAccountConfiguration: 'POST /experimentTemplates/{id}/targetAccountConfigurations/{accountId}',
  UpdateTargetAccountConfiguration: 'PATCH /experimentTemplates/{id}/targetAccountConfigurations/{accountId}',
  DeleteTargetAccountConfiguration:
    'DELETE /experimentTemplates/{id}/targetAccountConfigurations/{accountId}',
  StartExperiment: 'POST /experiments',
  ListExperiments: 'GET /experiments',
  GetExperiment: 'GET /experiments/{id}',
  StopExperiment: 'DELETE /experiments/{id}',
  ListExperimentResolvedTargets: 'GET /experiments/{experimentId}/resolvedTargets',
  ListExperimentTargetAccountConfigurations: 'GET /experiments/{experimentId}/targetAccountConfigurations',
  GetExperimentTargetAccountConfiguration:
    'GET /experiments/{experimentId}/targetAccountConfigurations/{accountId}',
  GetSafetyLever: 'GET /safetyLevers/{id}',
  UpdateSafetyLeverState: 'PATCH /safetyLevers/{id}/state',
  ListTagsForResource: 'GET /tags/{resourceArn}',
  TagResource: 'POST /tags/{resourceArn}',
  UntagResource: 'DELETE /tags/{resourceArn}',
  /** The one operation that AWS does not have. */
  GetExperimentVerdicts: 'GET /experiments/{id}/verdicts',
}

/** Types of the SDK's schemas. */
const [TEXT, NUMBER, TEXTS, DOCUMENT] = [0, 1, 64, 15]
/** What stands in the query of any of them. */
const QUERY = {
  maxResults: NUMBER,
  nextToken: TEXT,
  experimentTemplateId: TEXT,
  targetName: TEXT,
  tagKeys: TEXTS,
}

/** In place of its client's schemas, which the newest client that can be installed lacks: bodies are documents. */
export function fisClient(): ClientPackage {
  const operations = Object.entries(ROUTES).map(([name, route]) => [`${name}$`, operationOf(name, route)])
  return { FisClient, ...Object.fromEntries(operations) }
}

function operationOf(name: string, route: string) {
  const [method, path] = route.split(' ')
  const labels = [...route.matchAll(/\{(\w+)\}/g)].map(([, label]) => [label, [TEXT, { httpLabel: 1 }]])
  const query = Object.entries(QUERY).map(([it, type]) => [it, [type, { httpQuery: it }]])
  const members = [...labels, ...(method === 'GET' || method === 'DELETE' ? query : [])]
  const input = [3, 'fis', name, 0, members.map(([it]) => it), members.map(([, schema]) => schema)]
  return [9, 'fis', name, { http: [method, path, 200] }, input, DOCUMENT]
}

class FisClient {
  readonly config = {
    protocol: { getShapeId: () => 'aws.protocols#restJson1' },
    protocolSettings: { version: '2020-12-01', serviceTarget: '', defaultNamespace: 'fis' },
  }
}
