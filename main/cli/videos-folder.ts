/** Electron's `videos`, under plain Node. On Linux the desktop keeps its folders' names, in the user's language, in a file of its own. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly homeDir: string;
}

export function videosFolder({ env, platform, homeDir }: Surroundings): string {
  if (platform === 'darwin') return path.join(homeDir, 'Movies');
  const usual = path.join(homeDir, 'Videos');
  if (platform === 'win32') return usual;
  const named = namedIn(path.join(env['XDG_CONFIG_HOME'] || path.join(homeDir, '.config'), 'user-dirs.dirs'), homeDir);
  // the home folder itself stands there for "none"
  return named === undefined || path.relative(homeDir, named) === '' ? usual : named;
}

/** `XDG_VIDEOS_DIR="$HOME/Filme"` or an absolute path; the last one counts. */
function namedIn(file: string, homeDir: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const [, value] = [...text.matchAll(/^[ \t]*XDG_VIDEOS_DIR[ \t]*=[ \t]*"((?:[^"\\\n]|\\.)*)"/gm)].at(-1) ?? [];
  const plain = value?.replace(/\\(.)/g, '$1').replace(/^\$HOME(?=\/|$)/, () => homeDir);
  return plain !== undefined && path.isAbsolute(plain) ? plain : undefined;
}
