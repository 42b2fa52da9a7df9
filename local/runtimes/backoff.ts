/** Seconds of AWS before the second start in a row, and the most between two: Kubernetes' CrashLoopBackOff. */
const FIRST_SECONDS = 10
const MOST_SECONDS = 300
/** Seconds of AWS after which the crash of a healthy copy counts as its first. */
export const STEADY_SECONDS = 600

/**
 * Seconds of AWS to wait before a start, by crashes in a row: the first costs nothing, then the wait doubles. The
 * same for pods, systemd units and tasks: AWS gives no figures for the throttle of ECS.
 * https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy
 */
export const backoffSeconds = (crashes: number): number =>
  crashes <= 1 ? 0 : Math.min(MOST_SECONDS, FIRST_SECONDS * 2 ** (crashes - 2))
