/** Finds an ffmpeg that can do the work: the one named, the bundled one, the system's, the installer's. What it can do is asked, never assumed. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { LayerError, type UserMessage } from '../../contract/failure.ts';
import { outsideArchive, requirePackage } from '../../kernel/shipped-files.ts';

export type FfmpegSource = 'FFMPEG_BIN' | 'ffmpeg-static' | 'PATH' | '@ffmpeg-installer/ffmpeg';
export type FfmpegErrorCode = 'ffmpeg-missing' | 'ffmpeg-lacks';

export interface Ffmpeg {
  readonly path: string;
  readonly source: FfmpegSource;
  /** As it calls itself: '7.1', '5.1.9-0+deb12u1'. */
  readonly version: string;
}

export interface FfmpegCandidate {
  readonly path: string;
  readonly source: FfmpegSource;
}

export class FfmpegError extends LayerError<FfmpegErrorCode> {
  readonly userMessage: UserMessage;

  constructor(code: FfmpegErrorCode, message: string, userMessage: UserMessage) {
    super('FfmpegError', code, message);
    this.userMessage = userMessage;
  }
}

/** Runs a program and gives its output; rejects when it cannot be run. */
export type RunProgram = (path: string, args: readonly string[]) => Promise<string>;

const needed: readonly { readonly list: '-encoders' | '-muxers'; readonly name: string }[] = [
  { list: '-encoders', name: 'libx264' },
  { list: '-encoders', name: 'aac' },
  { list: '-muxers', name: 'flv' },
  { list: '-muxers', name: 'mp4' },
];

/** The first candidate that runs and has everything. Rejects with FfmpegError: its `userMessage` says what to do. */
export async function resolveFfmpeg(
  options: { readonly candidates?: readonly FfmpegCandidate[]; readonly run?: RunProgram } = {},
): Promise<Ffmpeg> {
  const candidates = options.candidates ?? listCandidates(process.env);
  const run = options.run ?? runProgram;
  const lacking: string[] = [];
  for (const { path, source } of candidates) {
    const version = await run(path, ['-hide_banner', '-version']).then(parseVersion, () => null);
    if (version === null) continue;
    const missing = await findMissing(path, run);
    if (missing.length === 0) return { path, source, version };
    lacking.push(`${path} (${source}): ${missing.join(', ')}`);
  }
  if (lacking.length === 0) throw new FfmpegError('ffmpeg-missing', 'no ffmpeg was found', missingWords);
  throw new FfmpegError('ffmpeg-lacks', `no ffmpeg has what is needed; ${lacking.join('; ')}`, lacksWords(lacking.join('; ')));
}

/** In the order of preference. A file that is named must exist; the system's is looked up by its name. */
export function listCandidates(environment: Readonly<Record<string, string | undefined>>): readonly FfmpegCandidate[] {
  const candidates: FfmpegCandidate[] = [];
  const named = environment['FFMPEG_BIN'];
  if (named) candidates.push({ path: named, source: 'FFMPEG_BIN' });
  const bundled = requirePath('ffmpeg-static', (module) => (typeof module === 'string' ? module : null));
  if (bundled && existsSync(bundled)) candidates.push({ path: bundled, source: 'ffmpeg-static' });
  candidates.push({ path: process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg', source: 'PATH' });
  const installed = requirePath('@ffmpeg-installer/ffmpeg', (module) =>
    typeof module === 'object' && module !== null && 'path' in module && typeof module.path === 'string' ? module.path : null,
  );
  if (installed && existsSync(installed)) candidates.push({ path: installed, source: '@ffmpeg-installer/ffmpeg' });
  return candidates;
}

/** A package that is not there or has nothing for this platform counts as no candidate. */
function requirePath(name: string, read: (module: unknown) => string | null): string | null {
  try {
    const path = read(requirePackage(name));
    return path === null ? null : outsideArchive(path);
  } catch {
    return null;
  }
}

async function findMissing(path: string, run: RunProgram): Promise<readonly string[]> {
  const lists = { '-encoders': await listNames(path, '-encoders', run), '-muxers': await listNames(path, '-muxers', run) };
  return needed.filter(({ list, name }) => !lists[list].has(name)).map(({ list, name }) => `${name} (${list.slice(1, -1)})`);
}

/** ' V....D libx264   H.264 …' -> 'libx264'; a muxer's line may hold several names. */
async function listNames(path: string, list: '-encoders' | '-muxers', run: RunProgram): Promise<ReadonlySet<string>> {
  const output = await run(path, ['-hide_banner', list]).catch(() => '');
  const names = output.split('\n').flatMap((line) => /^\s*[A-Z.]+\s+(\S+)/.exec(line)?.[1]?.split(',') ?? []);
  return new Set(names);
}

const parseVersion = (output: string): string => /version (\S+)/.exec(output)?.[1] ?? 'unknown';

const runProgram: RunProgram = async (path, args) => {
  const { stdout } = await promisify(execFile)(path, [...args], { timeout: 10_000, maxBuffer: 4 * 1024 * 1024, windowsHide: true });
  return stdout;
};

const missingWords: UserMessage = {
  en: 'The show cannot go on air: ffmpeg, the program that encodes picture and sound, was not found. Chat, engines and settings still work. Install ffmpeg (for example "apt install ffmpeg", "brew install ffmpeg" or "winget install ffmpeg"), or name its file in FFMPEG_BIN, then start the show again.',
  zh: '无法开播：没有找到用于编码画面和声音的程序 ffmpeg。聊天、引擎和设置仍可使用。请安装 ffmpeg（例如 “apt install ffmpeg”、“brew install ffmpeg” 或 “winget install ffmpeg”），或用 FFMPEG_BIN 指定其文件，然后重新开播。',
};

const lacksWords = (what: string): UserMessage => ({
  en: `The show cannot go on air: the ffmpeg that was found lacks something it needs: ${what}. Chat, engines and settings still work. Install a full ffmpeg build, or name one in FFMPEG_BIN, then start the show again.`,
  zh: `无法开播：找到的 ffmpeg 缺少所需的功能：${what}。聊天、引擎和设置仍可使用。请安装完整版 ffmpeg，或用 FFMPEG_BIN 指定，然后重新开播。`,
});
