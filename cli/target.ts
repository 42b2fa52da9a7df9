import { type Command, Option } from 'commander'
import { whole } from './options.ts'
import { root } from './place.ts'

/** Options of commands that reach a system here and on AWS alike. */
export interface Targeted {
  readonly target: 'local' | 'aws'
  readonly outputs: string
  readonly generators: number
}

const MOST_GENERATORS = 50

/** Adds `--target`, and what is to be known where it is AWS. */
export const targeted = (command: Command): Command =>
  command
    .addOption(
      new Option('--target <where>', 'where the system is').choices(['local', 'aws']).default('local'),
    )
    .option('--outputs <file>', 'what the deployment told, for --target aws', `${root}cdktf.out/outputs.json`)
    .option(
      '--generators <n>',
      'how many k6 share the load on AWS',
      whole('--generators', 1, MOST_GENERATORS),
      1,
    )
