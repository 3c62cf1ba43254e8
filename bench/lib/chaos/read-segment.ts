/** One file of the player, measured with the code behind `vanchor verify`: its report as JSON, and the number of every picture. */
import { readFileSync } from 'node:fs';
import { decodeMedia } from '../../../main/cli/verify/decode-media.ts';
import type { VerifyReport } from '../../../main/cli/verify/format-report.ts';
import { probePassthrough } from '../../../main/cli/verify/probe-passthrough.ts';
import { createBarcodeReader } from '../../../main/cli/verify/read-barcode.ts';
import { runVerify } from '../../../main/cli/verify-command.ts';

export interface SegmentReading {
  /** null = no beacon in it: nothing but slate, or too short. */
  readonly report: VerifyReport | null;
  readonly ptsSeconds: readonly number[];
  /** -1 = no barcode. */
  readonly numbers: readonly number[];
}

export async function readSegment(file: string, ffmpegPath: string, signal: AbortSignal): Promise<SegmentReading> {
  const json = `${file}.json`;
  const code = await runVerify([file, '--json', json, '--ffmpeg', ffmpegPath], { out: () => {}, err: () => {}, signal });
  const report = code === 2 ? null : (JSON.parse(readFileSync(json, 'utf8')) as VerifyReport);
  const barcodes = createBarcodeReader();
  const ptsSeconds: number[] = [];
  const numbers: number[] = [];
  await decodeMedia({
    ffmpegPath,
    passthrough: await probePassthrough(ffmpegPath),
    input: `file:${file}`,
    tracks: 'picture',
    seconds: null,
    signal,
    onPicture(picture, pts) {
      ptsSeconds.push(pts);
      numbers.push(barcodes.read(picture)?.frame ?? -1);
    },
    onSound() {},
  });
  return { report, ptsSeconds, numbers };
}
