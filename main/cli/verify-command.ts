/** `vanchor verify`: command line in, report and exit code out. */
import { stat, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { findProblems } from './verify/judge-recording.ts';
import { formatReport, offsetNote, type VerifyReport } from './verify/format-report.ts';
import { measureRecording } from './verify/measure-recording.ts';
import { parseVerifyArguments, verifyHelp, type VerifyArguments } from './verify/parse-arguments.ts';
import { probePassthrough } from './verify/probe-passthrough.ts';
import { VerifyError } from './verify/verify-error.ts';

export interface VerifyIo {
  out(text: string): void;
  err(text: string): void;
  /** Finds an ffmpeg when none was named with --ffmpeg; without it, FFMPEG_BIN or the one on PATH is taken. */
  findFfmpeg?(): Promise<string>;
  /** Ends the measuring early; what was received is reported. */
  readonly signal?: AbortSignal;
}

/** 0 good, 1 faulty, 2 nothing could be measured. */
export async function runVerify(argv: readonly string[], io: VerifyIo): Promise<0 | 1 | 2> {
  try {
    const wanted = parseVerifyArguments(argv);
    if (wanted.mode === 'help') {
      io.out(verifyHelp);
      return 0;
    }
    const report = await measure(wanted, io);
    const json = `${JSON.stringify(report, null, 2)}\n`;
    if (wanted.jsonPath === '-') io.out(json);
    else {
      io.out(formatReport(report));
      if (wanted.jsonPath !== null) await writeFile(wanted.jsonPath, json);
    }
    return report.verdict === 'good' ? 0 : 1;
  } catch (error) {
    io.err(`vanchor verify: ${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

async function measure(wanted: Extract<VerifyArguments, { mode: 'measure' }>, io: VerifyIo): Promise<VerifyReport> {
  const ffmpegPath = wanted.ffmpegPath ?? (await io.findFfmpeg?.()) ?? process.env['FFMPEG_BIN'] ?? 'ffmpeg';
  const { findings, clauses, end } = await measureRecording({
    ffmpegPath,
    passthrough: await probePassthrough(ffmpegPath),
    input: wanted.source === 'file' ? await findFile(wanted.input) : wanted.input,
    tracks: wanted.tracks,
    seconds: wanted.seconds,
    ...(wanted.expectTurns === null ? {} : { expectTurns: wanted.expectTurns }),
    ...(io.signal ? { signal: io.signal } : {}),
  });
  const problems = findProblems(findings, {
    maxOffsetMs: wanted.maxOffsetMs,
    tracks: wanted.tracks,
    ...(wanted.expectTurns === null ? {} : { expectTurns: wanted.expectTurns }),
  });
  return {
    input: wanted.source === 'file' ? wanted.input : hideSecrets(wanted.input),
    verdict: problems.length === 0 ? 'good' : 'faulty',
    problems,
    end,
    ...findings,
    clauses,
    note: offsetNote,
  };
}

/** ffmpeg's file protocol takes any name, also one that looks like an option or an address. */
async function findFile(input: string): Promise<string> {
  const path = resolve(/^file:\/\//i.test(input) ? fileURLToPath(input) : input.replace(/^file:/i, ''));
  const found = await stat(path).catch(() => null);
  if (!found?.isFile())
    throw new VerifyError('no-such-file', `There is no file ${path}. A stream's address begins with rtmp://, http:// or the like.`);
  return `file:${path}`;
}

/** Addresses may hold a password or a signature: these do not belong into a report. */
function hideSecrets(address: string): string {
  return address.replace(/\/\/[^/@]*@/, '//…@').replace(/\?.*$/, '?…');
}
