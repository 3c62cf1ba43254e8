/** `vanchor render`: text in, talking file out. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { frameRates, isFrameRate, isVideoPreset, videoPresetNames } from '../contract/media.ts';
import { renderFile } from '../app/render-file.ts';
import { beaconConfig, defaultConfig } from '../app/studio-config.ts';
import { createNodeForkAdapter } from '../processes/adapters/node-fork.ts';
import { createLogger } from '../telemetry/create-logger.ts';
import { createFileSink } from '../telemetry/file-sink.ts';
import { createRedactor } from '../telemetry/redactor.ts';
import { cliPaths } from './cli-paths.ts';
import { withPortrait } from './portrait-slot.ts';

const help = `vanchor render: speaks a text into a video file, as fast as this machine can

  vanchor render --text "Hello, 你好" -o hello.mp4

  --text "…"                        what to say; may be given several times (a turn each)
  --file FILE                       the same from a text file, a turn per line
  -o, --out FILE                    the file to write (.mp4)
  --preset 720p|720p-vertical|1080p|1080p-vertical|360p
  --fps 25|30|50|60                 picture (default 720p, 30 frames/s)
  --voice slt|rms|awb|kal16         the English voice (default slt)
  --portrait PICTURE                a picture that speaks; the face in it is found, or its markers are in PICTURE.landmarks.json
  --markers FILE                    markers set by hand, from elsewhere
  --background studio|warm|night|PICTURE
  --name "…"                        the name plate ('' = none)
  --no-captions                     without captions
  --beacon                          test engines that 'vanchor verify' can decode
`;

export async function runRender(argv: string[]): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: {
      help: { type: 'boolean', short: 'h' },
      text: { type: 'string', multiple: true, default: [] },
      file: { type: 'string' },
      out: { type: 'string', short: 'o' },
      preset: { type: 'string', default: '720p' },
      fps: { type: 'string', default: '30' },
      voice: { type: 'string', default: 'slt' },
      portrait: { type: 'string' },
      markers: { type: 'string' },
      background: { type: 'string', default: 'studio' },
      name: { type: 'string' },
      'no-captions': { type: 'boolean', default: false },
      beacon: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const texts = [
    ...values.text,
    ...(values.file === undefined
      ? []
      : readFileSync(values.file, 'utf8')
          .split(/\r?\n/)
          .filter((line) => line.trim() !== '')),
  ];
  if (texts.length === 0) throw new Error('there is nothing to say: give --text "…" or --file FILE');
  if (values.out === undefined) throw new Error('where to? give -o FILE.mp4');
  const { preset } = values;
  const fps = Number(values.fps);
  if (!isVideoPreset(preset)) throw new Error(`--preset is one of ${videoPresetNames.join(', ')}, not '${preset}'`);
  if (!isFrameRate(fps)) throw new Error(`--fps is one of ${frameRates.join(', ')}, not '${values.fps}'`);
  const paths = cliPaths();
  const base = values.beacon ? beaconConfig : defaultConfig;
  const background =
    values.background.includes('.') || values.background.includes('/') ? path.resolve(values.background) : values.background;
  const logger = createLogger({ sink: createFileSink(path.join(paths.dataDir, 'logs/vanchor.log')), redactor: createRedactor() });
  const slots =
    values.portrait === undefined
      ? base.slots
      : await withPortrait(base.slots, values.portrait, values.markers, {
          ...paths,
          logger,
          print: (line) => process.stderr.write(line),
        });
  const startedAt = performance.now();
  const result = await renderFile({
    ...paths,
    texts,
    outPath: path.resolve(values.out),
    preset,
    fps,
    adapter: createNodeForkAdapter(),
    logger,
    config: {
      ...base,
      slots: slots.map((slot) => {
        if (slot.engineId === 'flite') return { ...slot, options: { ...slot.options, voice: values.voice } };
        return slot;
      }),
      look: {
        ...base.look,
        background,
        captions: base.look.captions && !values['no-captions'],
        namePlate: values.name ?? (values.portrait === undefined ? base.look.namePlate : ''),
      },
    },
    onEvent: (event) => {
      if (event.type === 'clause') process.stdout.write(`  ${event.voiced ? 'says ' : 'shows'} ${event.text}\n`);
    },
  });
  const tookSeconds = (performance.now() - startedAt) / 1000;
  for (const text of result.unvoiced) process.stdout.write(`! no voice could say: ${text}\n`);
  for (const reason of result.refused) process.stdout.write(`! ${reason.en}\n`);
  process.stdout.write(`${values.out}: ${result.seconds.toFixed(1)} s of video in ${tookSeconds.toFixed(1)} s\n`);
  return result.refused.length === 0 ? 0 : 1;
}
