/** What the flags of `vanchor live` say about quiet time. Throws in words. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { QuietTimeStart } from '../app/studio-config.ts';

export interface QuietTimeFlags {
  readonly music: readonly string[];
  readonly 'music-below'?: string | undefined;
  readonly script?: string | undefined;
  readonly 'idle-talk'?: boolean | undefined;
  readonly 'idle-every'?: string | undefined;
}

const mostScriptBytes = 1024 * 1024;

export function quietTimeFrom(flags: QuietTimeFlags): QuietTimeStart {
  if (flags.script !== undefined && flags['idle-talk']) throw new Error('give either --script or --idle-talk');
  const every = flags['idle-every'] === undefined ? {} : intervalFrom(flags['idle-every']);
  const source = flags.script !== undefined ? 'script' : flags['idle-talk'] ? 'model' : 'off';
  const below = flags['music-below'] === undefined ? undefined : Number(flags['music-below']);
  if (below !== undefined && !(below >= 0 && below <= 40)) throw new Error('--music-below is a number of decibels from 0 to 40');
  return {
    idle: { source, ...every, ...(flags.script === undefined ? {} : { script: readScript(flags.script) }) },
    ...(flags.music.length === 0
      ? {}
      : {
          music: {
            state: 'on',
            paths: flags.music.map((file) => path.resolve(file)),
            ...(below === undefined ? {} : { belowDb: below }),
          },
        }),
  };
}

function intervalFrom(text: string): { readonly minSeconds: number; readonly maxSeconds: number } {
  const [, min, max] = /^(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?$/u.exec(text) ?? [];
  if (min === undefined || Number(min) < 1 || Number(max ?? min) < Number(min))
    throw new Error(`--idle-every is seconds, at least 1, for example 40-70, not '${text}'`);
  return { minSeconds: Number(min), maxSeconds: Number(max ?? min) };
}

function readScript(file: string): string {
  const bytes = readFileSync(file);
  if (bytes.length > mostScriptBytes) throw new Error(`--script: ${file} is larger than 1 MiB`);
  return bytes.toString('utf8');
}
