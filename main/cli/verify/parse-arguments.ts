/** The command line of `vanchor verify`, and its help. Pure. */
import { parseArgs } from 'node:util';
import type { MediaTracks } from './decode-media.ts';
import { VerifyError } from './verify-error.ts';

const defaultLiveSeconds = 30;
const defaultMaxOffsetMs = 100;

export const verifyHelp = `vanchor verify URL|FILE [options]

Measures a show that was received or recorded, from what can be seen and heard in it.
Nothing is asked of the studio: play the stream as a viewer does, from any machine.

  1. Run a show with the beacon voice and the beacon face, and without music.
     The voice speaks each clause's number as tones, the face draws each frame's number.
     The number stands in the text: "Beacon #12.1/2. Beacon #12.2/2." is turn 12 in two clauses.
  2. vanchor verify rtmp://127.0.0.1:1935/live/show --seconds 60
     vanchor verify recording.mp4 --json report.json

Options
  --seconds N         measure N seconds of media (a stream: ${defaultLiveSeconds} unless told; a file: all of it)
  --json PATH         write every figure and every clause there as well ("-": to standard output, in place of the table)
  --expect-turns N    the recording is the whole show of N turns: what is missing at its edges counts as lost
  --max-offset-ms N   largest constant A/V offset that is accepted (${defaultMaxOffsetMs})
  --only sound|picture  measure one track, for a show with a beacon voice or a beacon face alone
  --ffmpeg PATH       the ffmpeg to use

A stream may be joined in the middle: what came before is not counted as lost.

What is called a fault: a turn or clause lost, doubled, out of order, cut or damaged; a jump of the sound's clock;
a frame lost, held or out of order; two pictures more than one frame apart; an A/V offset that changes by more than
one frame, or lies beyond --max-offset-ms.

Exit code: 0 good, 1 faulty, 2 nothing could be measured.
`;

export type VerifyArguments =
  | { readonly mode: 'help' }
  | {
      readonly mode: 'measure';
      readonly input: string;
      readonly source: 'stream' | 'file';
      readonly seconds: number | null;
      readonly jsonPath: string | null;
      readonly expectTurns: number | null;
      readonly maxOffsetMs: number;
      readonly tracks: MediaTracks;
      readonly ffmpegPath: string | null;
    };

export function parseVerifyArguments(argv: readonly string[]): VerifyArguments {
  const { values, positionals } = readArguments(argv);
  if (values.help === true) return { mode: 'help' };
  const input = positionals[0];
  if (input === undefined || positionals.length > 1)
    throw new VerifyError('bad-arguments', 'Name one stream or file to measure. `vanchor verify --help` explains.');
  const source = /^[a-z][a-z0-9+.-]+:\/\//i.test(input) && !/^file:/i.test(input) ? 'stream' : 'file';
  const only = values.only;
  if (only !== undefined && only !== 'sound' && only !== 'picture')
    throw new VerifyError('bad-arguments', `--only is sound or picture, not ${only}.`);
  return {
    mode: 'measure',
    input,
    source,
    seconds: positive('--seconds', values.seconds) ?? (source === 'stream' ? defaultLiveSeconds : null),
    jsonPath: values.json ?? null,
    expectTurns: positive('--expect-turns', values['expect-turns']),
    maxOffsetMs: positive('--max-offset-ms', values['max-offset-ms']) ?? defaultMaxOffsetMs,
    tracks: only ?? 'both',
    ffmpegPath: values.ffmpeg ?? null,
  };
}

function readArguments(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        seconds: { type: 'string' },
        json: { type: 'string' },
        'expect-turns': { type: 'string' },
        'max-offset-ms': { type: 'string' },
        only: { type: 'string' },
        ffmpeg: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (cause) {
    throw new VerifyError(
      'bad-arguments',
      `${cause instanceof Error ? cause.message : String(cause)}. \`vanchor verify --help\` explains.`,
      { cause },
    );
  }
}

function positive(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value <= 0)
    throw new VerifyError('bad-arguments', `${name} wants a number above 0, not "${text}".`);
  return value;
}
