/** Where a line is looked at for its time: pino and EMF put it near the beginning. */
const HEAD = 400
const ISO = /"timestamp":"(\d{4}-\d\d-\d\dT[\d:.]+Z)"/
const EMF = /^\{"_aws":\{"Timestamp":(\d{13})/
const POSTGRES = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d\.\d{3}) (?:UTC|GMT) /

/** The time that a line carries itself, milliseconds of the epoch; null where it carries none. */
export function timeOf(line: string): number | null {
  const head = line.slice(0, HEAD)
  if (head.startsWith('{')) {
    const emf = EMF.exec(head)?.[1]
    if (emf) return Number(emf)
    const iso = ISO.exec(head)?.[1]
    return iso ? valid(Date.parse(iso)) : null
  }
  const [, day, time] = POSTGRES.exec(head) ?? []
  return day ? valid(Date.parse(`${day}T${time}Z`)) : null
}

const valid = (time: number): number | null => (Number.isNaN(time) ? null : time)
