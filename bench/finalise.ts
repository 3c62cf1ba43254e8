/**
 * How long finishing a recording takes: a fragmented recording of the given length (as the recorder writes it: 720p, 3 Mbit/s, a fragment every two
 * seconds) in one and in two parts, made one seekable file; by phase and per hour of recording.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { resolveFfmpeg } from '../main/programme/control/resolve-ffmpeg.ts';
import { type FinalisePhase, type FinaliseProgress, finaliseRecording } from '../main/recording/finalise-recording.ts';
import { journalPath } from '../main/recording/journal.ts';
import { describeMachine, round, type BenchResult } from './lib/bench-result.ts';

const msPerHour = 3_600_000;

export async function run(args: string[]): Promise<BenchResult> {
  const minutes = args.includes('--minutes') ? Number(args[args.indexOf('--minutes') + 1]) : 60;
  const dir = mkdtempSync(path.join(os.tmpdir(), 'vanchor-bench-finalise-'));
  const { path: ffmpegPath } = await resolveFfmpeg();
  try {
    const source = path.join(dir, 'source.mp4');
    makeRecording(ffmpegPath, dir, source, minutes);
    const rows: Record<string, string | number>[] = [];
    for (const parts of [1, 2]) {
      const file = path.join(dir, `show-${parts}.mp4`);
      const names = Array.from({ length: parts }, (_, index) => (index === 0 ? file : file.replace('.mp4', `-${index + 1}.mp4`)));
      for (const name of names) copyFileSync(source, name);
      const lines = names.map((name) => `${JSON.stringify({ type: 'part', file: path.basename(name) })}\n`);
      writeFileSync(journalPath(file), lines.join(''));
      const began = new Map<FinalisePhase, number>();
      const startedAt = performance.now();
      const onProgress = ({ phase }: FinaliseProgress): void => void (began.has(phase) || began.set(phase, performance.now()));
      const { durationMs } = await finaliseRecording({ path: file, ffmpegPath, onProgress });
      const endedAt = performance.now();
      const [reading, joining, checking] = (['reading', 'joining', 'checking'] as const).map((phase) => began.get(phase) ?? endedAt);
      const perHour = ((endedAt - startedAt) / durationMs) * msPerHour;
      rows.push({
        parts,
        minutes: round(durationMs / 60_000),
        'size MB': Math.round(statSync(file).size / 1e6),
        'reading s': round(((joining ?? 0) - (reading ?? 0)) / 1000),
        'joining s': round(((checking ?? 0) - (joining ?? 0)) / 1000),
        'checking s': round((endedAt - (checking ?? 0)) / 1000),
        'all s': round((endedAt - startedAt) / 1000),
        's per hour of recording': round(perHour / 1000),
      });
      rmSync(file, { force: true });
    }
    return { name: 'finishing a recording', machine: describeMachine(), rows, ok: true };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Half a minute is encoded; the rest of the length is the same packets again. */
function makeRecording(ffmpegPath: string, dir: string, out: string, minutes: number): void {
  const loop = path.join(dir, 'loop.mp4');
  const source = ['-f', 'lavfi', '-i', 'testsrc2=s=1280x720:r=30', '-f', 'lavfi', '-i', 'sine=r=48000'];
  const rate = ['-b:v', '3000k', '-minrate', '3000k', '-maxrate', '3000k', '-bufsize', '3000k', '-x264-params', 'nal-hrd=cbr'];
  const codec = [
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-tune',
    'zerolatency',
    '-g',
    '60',
    ...rate,
    '-c:a',
    'aac',
    '-ac',
    '2',
    '-b:a',
    '160k',
  ];
  execFileSync(ffmpegPath, ['-v', 'error', '-y', ...source, '-t', '30', ...codec, loop]);
  const flags = ['-movflags', '+frag_keyframe+empty_moov+default_base_moof'];
  const again = String(Math.max(0, Math.round(minutes * 2) - 1));
  execFileSync(ffmpegPath, ['-v', 'error', '-y', '-stream_loop', again, '-i', loop, '-c', 'copy', ...flags, out]);
  rmSync(loop);
}
