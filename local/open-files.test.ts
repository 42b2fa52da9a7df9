import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { platform } from '../model/platform.ts'

const under = async (limit: number) => {
  const module = join(import.meta.dirname, 'open-files.ts')
  const script = `console.log(await (await import('${module}')).tooFewFiles())`
  const command = `ulimit -n ${limit} && exec "$0" --disable-warning=ExperimentalWarning --input-type=module -e "$1"`
  const { stdout } = await execa('sh', ['-c', command, process.execPath, script])
  return stdout
}

test('a limit that is too low is told with the number that is needed, another is not', async () => {
  expect(await under(256)).toContain(`may open 256 files here, and ${platform.leastOpenFiles} are needed`)
  expect(await under(platform.leastOpenFiles)).toBe('null')
})
