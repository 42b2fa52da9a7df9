/** IPv4 addresses as numbers, both ends within. */
export interface AddressRange {
  readonly from: number
  readonly to: number
}

/** The addresses of a CIDR such as `10.0.0.0/16`; null for what is none, or does not begin where its size lets it. */
export function rangeOf(cidr: string): AddressRange | null {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(cidr)
  if (!match) return null
  const [a, b, c, d, bits] = match.slice(1).map(Number) as [number, number, number, number, number]
  if ([a, b, c, d].some((part) => part > 255) || bits > 32) return null
  const size = 2 ** (32 - bits)
  const address = ((a * 256 + b) * 256 + c) * 256 + d
  return address % size === 0 ? { from: address, to: address + size - 1 } : null
}
