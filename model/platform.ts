/** What one machine stands in for: the constants of the local projection, and no other place has them. */
export const platform = {
  host: '127.0.0.1',
  /** Share of one core that one vCPU stands for here; utilisation is used over allotted. */
  coresPerVcpu: 0.2,
  /** Memory of a Lambda function that AWS gives one vCPU for. https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
  lambdaMiBPerVcpu: 1769,
  defaultTimeScale: 10,
  maxTimeScale: 100,
  /** Ports that people type; everything else takes a free one. */
  ports: { aws: 4566, alb: 8080, nlb: 8081, cloudfront: 8082, board: 8090 },
  /** First port of copies of workloads. */
  firstCopyPort: 21000,
  credentials: { accessKeyId: 'cafe', secretAccessKey: 'cafe-local-only' },
} as const
