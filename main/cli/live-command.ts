/** `vanchor live`: a show without a window. Chat lines come from standard input or --say; what happens is printed. */
import path from 'node:path';
import { createInterface } from 'node:readline';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { frameRates, isFrameRate, isVideoPreset, videoPresetNames } from '../contract/media.ts';
import { createStudio } from '../app/create-studio.ts';
import { beaconConfig, defaultConfig, type StudioConfig } from '../app/studio-config.ts';
import type { StudioPort } from '../api/studio-port.ts';
import type { ShowOptions } from '../api/contract/studio.ts';
import { beaconTurnText } from '../contract/beacon.ts';
import { encoderWishes, isEncoderWish } from '../contract/video-encoders.ts';
import { isTerminalTurn, type ShowEvent } from '../contract/show-events.ts';
import { createNodeForkAdapter } from '../processes/adapters/node-fork.ts';
import { createLogger } from '../telemetry/create-logger.ts';
import { createFileSink } from '../telemetry/file-sink.ts';
import { createRedactor } from '../telemetry/redactor.ts';
import { cliPaths } from './cli-paths.ts';
import { countInterrupts } from './count-interrupts.ts';
import { withPortrait } from './portrait-slot.ts';
import { quietTimeFrom } from './quiet-time-flags.ts';

const help = `vanchor live: a headless show

  vanchor live [options]            then type chat lines, one per line; Ctrl-C or the end of input ends the show

  --preset 720p|720p-vertical|1080p|1080p-vertical|360p
  --fps 25|30|50|60                 picture (default 720p, 30 frames/s)
  --encoder NAME                    auto (default), nvenc, videotoolbox, qsv, amf, vaapi or x264; 'vanchor encoders' tells what works here
  --force                           start even if this machine was measured to be too slow for the picture
  --destination rtmp://host/app     send there as well (rtmp, rtmps, srt); may be given several times. The key comes from
      --key-env NAME                an environment variable, or
      --key-file FILE               a file that only you can read. Never from the command line: others could see it.
                                    With several destinations: one of these for each, in the same order, all of one kind
      --ca-file FILE                an authority to trust beside the well-known ones (PEM), for an RTMPS server of your own
  --kept-destinations               start those that were added in the studio as well. Keys in the system's keychain cannot be
                                    read here: that of d-1a2b3c4d comes from VANCHOR_SECRET_DESTINATION_D_1A2B3C4D
  --record                          record; the file's name is printed at the end
  --resume                          take up the show that a crash cut off: same format, same kept destinations, recording as it was
  --say "…"                         a chat line to begin with; may be given several times
  --seconds N                       end after N seconds (above 0)
  --until-spoken                    end when every line has been answered
  --knowledge FILE                  what the anchor knows (YAML or JSON; see resources/knowledge)
  --portrait PICTURE                a picture that speaks; the face in it is found, or its markers are in PICTURE.landmarks.json
  --markers FILE                    markers set by hand, from elsewhere
  --name "…"                        the name plate ('' = none; a picture has none unless you give it one)
  --music FILE                      plays under the speech, in a loop; may be given several times
  --music-below DB                  how far under the speech it is while nobody speaks (default 10)
  --script FILE                     what the anchor says by itself while nobody writes: a text file, one line each
  --idle-talk                       …or what the language model makes of its knowledge
  --idle-every MIN-MAX              seconds of quiet before it does (default 40-70)
  --beacon                          test engines: sound and picture that 'vanchor verify' can decode; counts by itself
  --rtmp-port N --http-port N       ports of the local media server (0 = any free one)
  --json                            print events as lines of JSON

  examples
    vanchor live --say "Hi! What are you selling?" --until-spoken --record
    KEY=… vanchor live --destination rtmp://live.example.com/app --key-env KEY
    vanchor live --portrait me.jpg --say "Hello" --until-spoken --record
    vanchor live --beacon --seconds 30      and, elsewhere:  vanchor verify rtmp://127.0.0.1:19350/live/show
`;

export async function runLive(argv: string[]): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: {
      help: { type: 'boolean', short: 'h' },
      preset: { type: 'string', default: '720p' },
      fps: { type: 'string', default: '30' },
      encoder: { type: 'string', default: 'auto' },
      force: { type: 'boolean', default: false },
      destination: { type: 'string', multiple: true, default: [] },
      'key-env': { type: 'string', multiple: true, default: [] },
      'key-file': { type: 'string', multiple: true, default: [] },
      'ca-file': { type: 'string' },
      'kept-destinations': { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
      resume: { type: 'boolean', default: false },
      say: { type: 'string', multiple: true, default: [] },
      seconds: { type: 'string' },
      'until-spoken': { type: 'boolean', default: false },
      knowledge: { type: 'string' },
      portrait: { type: 'string' },
      markers: { type: 'string' },
      name: { type: 'string' },
      music: { type: 'string', multiple: true, default: [] },
      'music-below': { type: 'string' },
      script: { type: 'string' },
      'idle-talk': { type: 'boolean', default: false },
      'idle-every': { type: 'string' },
      beacon: { type: 'boolean', default: false },
      'rtmp-port': { type: 'string' },
      'http-port': { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const { preset } = values;
  const fps = Number(values.fps);
  if (!isVideoPreset(preset)) throw new Error(`--preset is one of ${videoPresetNames.join(', ')}, not '${preset}'`);
  if (!isFrameRate(fps)) throw new Error(`--fps is one of ${frameRates.join(', ')}, not '${values.fps}'`);
  const { encoder, force } = values;
  if (!isEncoderWish(encoder)) throw new Error(`--encoder is one of ${encoderWishes.join(', ')}, not '${encoder}'`);
  const seconds = values.seconds === undefined ? undefined : secondsFrom(values.seconds);
  const ports = { rtmpPort: portFrom('--rtmp-port', values['rtmp-port']), httpPort: portFrom('--http-port', values['http-port']) };
  const paths = cliPaths();
  const redactor = createRedactor();
  const logger = createLogger({ sink: createFileSink(path.join(paths.dataDir, 'logs/vanchor.log')), redactor });
  const base = { ...configFrom(values, ports), quietTime: quietTimeFrom(values) };
  const config =
    values.portrait === undefined
      ? base
      : {
          ...base,
          slots: await withPortrait(base.slots, values.portrait, values.markers, {
            ...paths,
            logger,
            print: (line) => process.stderr.write(line),
          }),
        };
  const studio = await createStudio({ ...paths, adapter: createNodeForkAdapter(), logger, redactor, config });
  const print = (event: ShowEvent): void => {
    const line = values.json ? JSON.stringify(event) : describe(event);
    if (line !== undefined) process.stdout.write(`${redactor.redactKnown(line)}\n`);
  };
  studio.onEvent(print);

  let finish: (code: number) => void = () => {};
  const finished = new Promise<number>((resolve) => (finish = resolve));
  const interrupts = countInterrupts();
  void interrupts.first.then(() => finish(0));
  process.on('SIGTERM', () => finish(0));
  try {
    const { resumeOffer } = studio.snapshot();
    if (values.resume) await studio.acceptResume();
    else {
      if (resumeOffer)
        process.stderr.write(
          `The show of ${new Date(resumeOffer.startedAtMs).toLocaleString()} was cut off. "vanchor live --resume" takes it up.\n`,
        );
      await studio.startShow({
        preset,
        fps,
        encoder,
        force,
        record: values.record,
        destinations: destinationsFrom(values, process.env),
        keptDestinations: values['kept-destinations'] ? 'start' : 'leave',
      });
    }
    const open = new Set<string>();
    let inputOpen = !values['until-spoken'];
    const settle = (): void => {
      if (!inputOpen && open.size === 0 && seconds === undefined) finish(0);
    };
    studio.onEvent((event) => {
      if (event.type === 'turn' && isTerminalTurn(event.state)) {
        open.delete(event.turnId);
        settle();
      }
    });
    const say = (text: string): void => {
      const result = studio.say({ author: process.env['USER'] ?? 'viewer', text });
      if (result.accepted) open.add(result.turnId);
      else process.stdout.write(`! ${result.reason.en}\n`);
    };
    for (const text of values.say) say(text);
    if (values.beacon && values.say.length === 0) keepCounting(studio, say);
    if (seconds !== undefined) setTimeout(() => finish(0), seconds * 1000);
    if (inputOpen) {
      const input = createInterface({ input: process.stdin });
      input.on('line', (line) => {
        if (line.trim() !== '') say(line);
      });
      input.on('close', () => {
        inputOpen = false;
        settle();
      });
    }
    settle();
    const code = await finished;
    const { recordingPath } = await studio.stopShow();
    if (recordingPath) {
      await Promise.race([studio.recordingsSettled(), interrupts.next()]);
      process.stdout.write(`recorded: ${recordingPath}\n`);
    }
    return code;
  } finally {
    await studio.dispose();
    interrupts.dispose();
  }
}

/** A beacon show counts by itself: the next turn follows when the last one has ended. */
function keepCounting(studio: StudioPort, say: (text: string) => void): void {
  let turn = 0;
  const next = (): void => {
    turn += 1;
    say(beaconTurnText(turn, 3));
  };
  studio.onEvent((event) => {
    if (event.type === 'turn' && event.state === 'ended') next();
  });
  next();
}

interface LiveValues {
  readonly beacon?: boolean | undefined;
  readonly knowledge?: string | undefined;
  readonly portrait?: string | undefined;
  readonly name?: string | undefined;
}

/** undefined: not given. */
interface Ports {
  readonly rtmpPort: number | undefined;
  readonly httpPort: number | undefined;
}

export interface DestinationValues {
  readonly destination: readonly string[];
  readonly 'key-env': readonly string[];
  readonly 'key-file': readonly string[];
  readonly 'ca-file'?: string | undefined;
}

/** A timer cannot wait longer: 2 147 483 647 ms. */
const mostSeconds = 2_147_483;
const mostPort = 65_535;

function secondsFrom(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= mostSeconds))
    throw new Error(`--seconds is a number above 0, at most ${mostSeconds}, for example 90, not '${text}'`);
  return seconds;
}

function portFrom(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!(Number.isInteger(port) && port >= 0 && port <= mostPort))
    throw new Error(`${flag} is a whole number from 0 (any free one) to ${mostPort}, not '${text}'`);
  return port;
}

function configFrom(values: LiveValues, { rtmpPort, httpPort }: Ports): StudioConfig {
  const base = values.beacon ? beaconConfig : defaultConfig;
  const knowledgePath = values.knowledge === undefined ? undefined : path.resolve(values.knowledge);
  return {
    ...base,
    slots: base.slots.map((slot) =>
      slot.engineId === 'faq' && knowledgePath !== undefined ? { ...slot, options: { ...slot.options, knowledgePath } } : slot,
    ),
    look: { ...base.look, namePlate: values.name ?? (values.portrait === undefined ? base.look.namePlate : '') },
    rtmpPort: rtmpPort ?? base.rtmpPort,
    httpPort: httpPort ?? base.httpPort,
  };
}

/** Keys by order: the first --key-env (or --key-file) belongs to the first --destination. Throws in words that hold no key. */
export function destinationsFrom(
  values: DestinationValues,
  env: Readonly<Record<string, string | undefined>>,
): ShowOptions['destinations'] {
  const { destination: urls, 'key-env': names, 'key-file': files, 'ca-file': caFile } = values;
  if (names.length > 0 && files.length > 0 && urls.length > 1)
    throw new Error('with several destinations give either --key-env or --key-file for all of them, in the same order');
  const caPem = caFile === undefined ? undefined : readFileSync(caFile, 'utf8');
  return urls.map((url, index) => {
    const name = names[index];
    const file = files[index];
    const streamKey = (name === undefined ? undefined : env[name]) ?? (file === undefined ? undefined : readFileSync(file, 'utf8').trim());
    // an SRT receiver may do without a stream id
    if (streamKey === undefined && !/^srt:/i.test(url))
      throw new Error(`--destination needs a key (number ${index + 1} has none): give --key-env NAME (and set it) or --key-file FILE`);
    return { url, streamKey: streamKey ?? '', ...(caPem === undefined ? {} : { caPem }) };
  });
}

function describe(event: ShowEvent): string | undefined {
  switch (event.type) {
    case 'show':
      return `show: ${event.state}${event.previewUrl ? `\n  preview ${event.previewUrl}\n  RTMP    ${event.rtmpUrl}` : ''}`;
    case 'turn':
      return event.state === 'queued' || event.state === 'thinking' || event.state === 'speaking'
        ? undefined
        : `${event.kind === 'idle' ? 'own talk' : 'turn'} ${event.state}: ${event.text.slice(0, 60)}${event.reason ? ` (${event.reason.en})` : ''}`;
    case 'clause':
      return `  ${event.voiced ? 'says' : `shows (${event.reason})`}: ${event.text}`;
    case 'destination':
      return `destination ${event.destinationId}: ${event.state}${event.message ? ` (${event.message.en})` : ''}`;
    case 'source':
      return event.state === 'slate' ? 'viewers see the slate' : undefined;
    case 'encoding':
      return `picture: ${event.videoKbps} kbit/s. ${event.message.en}`;
    case 'recording':
      return `recording ${event.state}: ${event.path}${event.message ? ` (${event.message.en})` : ''}`;
    case 'notice':
      return `${event.level}: ${event.message.en}`;
    case 'engine':
      return event.state === 'ready' || event.state === 'loading' || event.state === 'unloaded'
        ? undefined
        : `engine ${event.engineId}: ${event.state}`;
    case 'swap':
      return event.outcome
        ? `swap of ${event.slotId}: ${event.outcome}${event.message ? ` (${event.message.en})` : ''}`
        : `swap of ${event.slotId}: ${event.phase}`;
    case 'air':
      return `air: ${event.phase}${event.slate ? ` (slate ${event.slate})` : ''}`;
    case 'cancelled':
      return `cancelled: silent after ${Math.round(event.silentAfterMs)} ms`;
    case 'music':
      return `music ${event.state}${event.title ? `: ${event.title}` : ''}`;
    case 'words':
    case 'speech-started':
    case 'speech-heard':
    case 'speech-ended':
    case 'process':
    case 'hearing':
    case 'parameters':
      return undefined;
    default:
      return event satisfies never;
  }
}
