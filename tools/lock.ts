/**
 * Completes package-lock.json with the platform packages that the registry at hand does not serve.
 * npm leaves out an optional package whose manifest it cannot read, and `npm ci` then refuses the lock; versions are
 * those that the parents pin, operating system and processor those of the name.
 */
import { readFileSync, writeFileSync } from 'node:fs'

interface Entry {
  version?: string
  optional?: boolean
  dev?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  optionalDependencies?: Record<string, string>
}
interface Lock {
  packages: Record<string, Entry>
}

const SYSTEMS: Record<string, string> = {
  android: 'android',
  darwin: 'darwin',
  macos: 'darwin',
  win32: 'win32',
  windows: 'win32',
  linux: 'linux',
  linuxmusl: 'linux',
  freebsd: 'freebsd',
  netbsd: 'netbsd',
  openbsd: 'openbsd',
  openharmony: 'openharmony',
  aix: 'aix',
  sunos: 'sunos',
}
const PROCESSORS = [
  'arm64',
  'x64',
  'ia32',
  'arm',
  'ppc64',
  's390x',
  'riscv64',
  'loong64',
  'mips64el',
  'wasm32',
]

/** The entry of a platform package that is not there, from its name and the version its parent pins. */
function platformEntry(name: string, range: string, parent: Entry): Entry {
  const words = name.split(/[/-]/)
  const os = words.map((word) => SYSTEMS[word]).find((word) => word !== undefined)
  const cpu = PROCESSORS.find((word) => words.includes(word))
  if (!cpu) throw new Error(`${name}: the name tells no platform; add it by hand`)
  const libc =
    words.includes('musl') || words.includes('linuxmusl') ? ['musl'] : words.includes('gnu') ? ['glibc'] : []
  return {
    version: range.replace(/^[\^~]/, ''),
    cpu: [cpu],
    ...(parent.dev ? { dev: true } : {}),
    ...(libc.length > 0 ? { libc } : {}),
    optional: true,
    ...(os ? { os: [os] } : {}),
  }
}

const lock: Lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))
const present = new Set(Object.keys(lock.packages).map((path) => path.split('node_modules/').at(-1)))
for (const parent of Object.values(lock.packages)) {
  for (const [name, range] of Object.entries(parent.optionalDependencies ?? {})) {
    if (!present.has(name)) lock.packages[`node_modules/${name}`] = platformEntry(name, range, parent)
  }
}
const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1))
writeFileSync(
  'package-lock.json',
  `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`,
)
