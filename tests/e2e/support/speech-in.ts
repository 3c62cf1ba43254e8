/** Whether somebody speaks in a received stream: the judgement of the studio's own voice gate (Silero), which takes tones, noise and silence for none. */
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { loadSilero, sileroWindow } from '../../../main/hearing/child/load-silero.ts';

const modelPath = resolve(import.meta.dirname, '../../../node_modules/@ricky0123/vad-web/dist/silero_vad_v6.onnx');
const rate = 16_000;
/** The gate's own threshold to open. */
const isSpeech = 0.5;

/** Seconds of the file that are speech. Needs ffmpeg on the PATH. */
export async function secondsOfSpeech(file: string): Promise<number> {
  const raw = execFileSync('ffmpeg', ['-v', 'error', '-i', file, '-vn', '-ac', '1', '-ar', String(rate), '-f', 's16le', '-'], {
    maxBuffer: 256 * 1024 * 1024,
  });
  const pcm = new Int16Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.length - (raw.length % 2)));
  const silero = await loadSilero(modelPath);
  let windows = 0;
  for (let at = 0; at + sileroWindow <= pcm.length; at += sileroWindow)
    if ((await silero.speech(pcm.subarray(at, at + sileroWindow))) >= isSpeech) windows += 1;
  await silero.close();
  return (windows * sileroWindow) / rate;
}
