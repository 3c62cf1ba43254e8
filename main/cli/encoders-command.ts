/** `vanchor encoders`: the same probe as a show makes, and on request the same measurement, as lines of text. */
import os from 'node:os';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { createEncoderDesk } from '../app/encoder-desk.ts';
import { frameRates, videoFormat } from '../contract/media.ts';
import { describeFormat, encoderWishes, isEncoderWish, videoEncoders, videoKbpsFor } from '../contract/video-encoders.ts';
import { silentLogger } from '../kernel/logger.ts';
import { measureEncoder } from '../programme/control/measure-encoder.ts';
import { probeEncoders } from '../programme/control/probe-encoders.ts';
import { resolveFfmpeg } from '../programme/control/resolve-ffmpeg.ts';
import { defaultConfig } from '../app/studio-config.ts';

const help = `vanchor encoders: which video encoders work on this machine

  vanchor encoders                  each encoder that a machine of this kind could have, tried by a short real encode
      --measure                     and how fast the one that a show would get encodes 720p and 1080p
      --encoder NAME                measure this one
`;

export async function runEncoders(argv: string[]): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: {
      help: { type: 'boolean', short: 'h' },
      measure: { type: 'boolean', default: false },
      encoder: { type: 'string', default: 'auto' },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const { encoder: wish } = values;
  if (!isEncoderWish(wish)) throw new Error(`--encoder is one of ${encoderWishes.join(', ')}, not '${wish}'`);
  const ffmpeg = await resolveFfmpeg();
  const desk = createEncoderDesk({
    findFfmpeg: () => Promise.resolve(ffmpeg),
    probe: probeEncoders,
    measure: measureEncoder,
    cores: os.availableParallelism(),
    // asked for by name: whatever comes out is the answer
    busyShare: () => 0,
    logger: silentLogger,
  });
  process.stdout.write(`ffmpeg ${ffmpeg.version} (${ffmpeg.path})\n`);
  for (const { encoder, title, outcome, reason } of (await desk.list()).encoders)
    process.stdout.write(`  ${encoder.padEnd(13)}${outcome.padEnd(10)}${title.en}: ${reason.en}\n`);
  const chosen = await desk.choose(wish);
  process.stdout.write(`${chosen.why.en}\n`);
  if (!values.measure) return 0;
  for (const preset of ['720p', '1080p'] as const)
    for (const fps of frameRates) {
      const video = videoFormat(preset, fps);
      const { measuredFps, holds, message } = await desk.check(chosen, video, videoKbpsFor(video, defaultConfig.audioBitrateKbps));
      const figure = measuredFps === null ? message.en : `${measuredFps} frames a second, ${holds ? 'holds' : 'too slow'}`;
      process.stdout.write(`  ${describeFormat(video).padEnd(9)}${videoEncoders[chosen.encoder].title.en}: ${figure}\n`);
    }
  return 0;
}
