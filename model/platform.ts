/** What one machine stands in for: the constants of the local projection, and no other place has them. */
export const platform = {
  host: '127.0.0.1',
  /** Share of one core that one vCPU stands for here; utilisation is used over allotted. */
  coresPerVcpu: 0.2,
  /** Memory of a Lambda function that AWS gives one vCPU for. https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
  lambdaMiBPerVcpu: 1769,
  /** Seconds of AWS that an execution environment stays warm without work; AWS says 'some time', measured 5 to 7 minutes. */
  lambdaIdleSeconds: 300,
  /** Lambda's concurrency quota of an account: what a function without reserved concurrency may take from. */
  lambdaAccountConcurrency: 1000,
  defaultTimeScale: 10,
  maxTimeScale: 100,
  /** `local` is what people run; tests and the benchmark run beside it, on other ports and in state folders of their own. */
  profiles: { local: { portOffset: 0 }, test: { portOffset: 1000 }, bench: { portOffset: 3700 } },
  /** Ports that people type, of the first system; everything else takes a free one. */
  ports: { aws: 4566, alb: 8080, nlb: 8081, cloudfront: 8082, board: 8090 },
  /** How far the ports of the next system are from those of one. */
  portBlock: 100,
  /** First port of copies of workloads. */
  firstCopyPort: 21000,
  /** Most copies of workloads for each core; scale-outs beyond it are refused and said. */
  copiesPerCore: 12,
  /** Memory that one copy takes here, beside what it shares with the others, and what is left free for the rest. */
  copyMiB: 80,
  /** Most heap of one copy's V8; beyond it the copy ends as one out of memory does. */
  copyHeapMiB: 256,
  reserveMiB: 512,
  credentials: { accessKeyId: 'cafe', secretAccessKey: 'cafe-local-only' },
  /** Role of PostgreSQL that the workloads log in with; the superuser's password is made at random. */
  database: { user: 'cafe', password: 'cafe-local-only' },
  /** What opens every provider here. */
  apiKey: 'cafe-local-only',
  /** Ports of engines: below those that systems give to outgoing connections, so that a restart finds its own free. */
  enginePorts: { first: 11000, last: 19999 },
  /** Room on disk without which no engine is started. */
  leastFreeMiB: 512,
  /** Open files without which the supervisor is not started: each copy takes a dozen, each of its requests some more. */
  leastOpenFiles: 1024,
  /** vCPU of the instance classes and node types in use. https://aws.amazon.com/rds/instance-types/ and its siblings */
  vcpuOf: { 'db.r6g.large': 2, 'cache.t3.small': 2, 'db.t4g.small': 2, 'ra3.large': 2 } as Readonly<
    Record<string, number>
  >,
} as const
