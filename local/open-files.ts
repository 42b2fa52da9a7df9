import { execa } from 'execa'
import { platform } from '../model/platform.ts'

/**
 * Why this machine lets a process open too few files for the supervisor, which holds the connections of all copies, and
 * how to mend it; null where it lets it open enough. Node itself raises the soft limit to the hard one as it starts.
 */
export async function tooFewFiles(): Promise<string | null> {
  const { stdout } = await execa('sh', ['-c', 'ulimit -n'])
  if (stdout === 'unlimited' || Number(stdout) >= platform.leastOpenFiles) return null
  const least = platform.leastOpenFiles
  return `a process may open ${stdout} files here, and ${least} are needed: raise the hard limit (ulimit -Hn ${least} as root, or nofile in /etc/security/limits.conf)`
}
