/** z of the 99th percentile of a normal distribution. */
const Z99 = 2.326

/** A source of delays in milliseconds, log-normal with that median and 99th percentile. */
export function latency(
  { p50, p99 }: { readonly p50: number; readonly p99: number },
  random: () => number = Math.random,
): () => number {
  const sigma = Math.log(p99 / p50) / Z99
  return () => p50 * Math.exp(sigma * normal(random))
}

/** One draw of the standard normal distribution (Box and Muller). */
const normal = (random: () => number) =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
