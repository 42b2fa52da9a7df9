import { type BuildOptions, build, type Metafile, stop, version } from 'esbuild'

let underWay = 0

/** Major version of the Node that bundles are made for, here and on AWS. */
export const NODE_MAJOR = 24

/** Version of the compiler: another one may give other bytes. */
export const compilerVersion = version

/** What came of one entry. */
export interface Compiled {
  readonly text: string
  readonly inputs: Metafile['inputs']
}

/**
 * Compiles one entry for the Node that runs us into one ES module; paths are relative to `root`, so that the bytes do
 * not depend on where it lies. A source that does not compile is an error that says where.
 */
export const compile = (root: string, entry: string, options: BuildOptions = {}): Promise<Compiled> =>
  run(root, entry, { ...options, platform: 'node', target: `node${NODE_MAJOR}` })

/** Compiles one entry for browsers, as small as it gets. */
export const compileForBrowser = (root: string, entry: string): Promise<Compiled> =>
  run(root, entry, { platform: 'browser', target: 'es2022', minify: true })

/** Compiles a script for k6, which has modules of its own. */
export const compileForK6 = (root: string, entry: string): Promise<Compiled> =>
  run(root, entry, { platform: 'neutral', target: 'es2022', external: ['k6', 'k6/*'] })

async function run(root: string, entry: string, options: BuildOptions): Promise<Compiled> {
  underWay++
  try {
    const result = await build({
      ...options,
      absWorkingDir: root,
      entryPoints: [entry],
      bundle: true,
      write: false,
      metafile: true,
      format: 'esm',
      // where packages are linked into the checkout, the names that bundles bear for them are the same
      preserveSymlinks: true,
      legalComments: 'none',
      logLevel: 'silent',
    })
    return { text: result.outputFiles[0]!.text, inputs: result.metafile.inputs }
  } finally {
    underWay--
    // its service would keep a hundred MiB for as long as we run
    if (underWay === 0) await stop()
  }
}
