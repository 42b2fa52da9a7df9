/** IPv4 addresses as numbers, both ends within. */
export interface AddressRange {
  readonly from: number
  readonly to: number
}

/** The addresses of a CIDR such as `10.0.0.0/16`; null for what is none, or does not begin where its size lets it. */
export function rangeOf(cidr: string): AddressRange | null {
  const block = blockOf(cidr)
  if (!block || block.address % block.size !== 0) return null
  return { from: block.address, to: block.address + block.size - 1 }
}

/** The CIDR that an address and a size are in, as `10.0.0.0/16` for `10.0.0.1/16`; null for what is none. */
export function alignedOf(cidr: string): string | null {
  const block = blockOf(cidr)
  if (!block) return null
  const from = block.address - (block.address % block.size)
  return `${[24, 16, 8, 0].map((bits) => Math.floor(from / 2 ** bits) % 256).join('.')}/${block.bits}`
}

// a part or a size with a zero before it is none to AWS and to Terraform
const PART = '(0|[1-9]\\d{0,2})'
const CIDR = new RegExp(`^${PART}[.]${PART}[.]${PART}[.]${PART}/${PART}$`)

function blockOf(cidr: string) {
  const match = CIDR.exec(cidr)
  if (!match) return null
  const [a, b, c, d, bits] = match.slice(1).map(Number) as [number, number, number, number, number]
  if ([a, b, c, d].some((part) => part > 255) || bits > 32) return null
  return { address: ((a * 256 + b) * 256 + c) * 256 + d, bits, size: 2 ** (32 - bits) }
}
