/** `vanchor …`: the same core under plain Node. Each command is a file of its own; this one only picks it and teaches. */
import process from 'node:process';
import { endProcess } from '../kernel/end-process.ts';

const help = `vanchor: Vanchor Studio without a window

  vanchor live    [options]                 a headless show: reads chat lines from standard input, sends to the local
                                            media server and to any RTMP destination
  vanchor render  --text "…" -o out.mp4     speaks a text into a file, as fast as this machine can
  vanchor verify  URL|FILE                  decodes the beacons of a test show from any stream: turns lost or doubled,
                                            gaps, and the offset between sound and picture over time
  vanchor encoders [--measure]              which video encoders work here, why the others do not, and what they hold
  vanchor portrait PICTURE                  finds the face in a picture and writes its markers beside it
  vanchor finalise FILE|FOLDER              recordings as normal, seekable files with chapters and subtitles
  vanchor knowledge list|import|export|try  the books that the anchor answers from: filled from spreadsheets, tried
  vanchor pack    list|install|remove       engines that are fetched when they are wanted (llama.cpp for model files)

  vanchor <command> --help                  what a command takes, with examples

  Books, destinations, engine packs and settings are those of the studio's window: they lie in its data folder
  (Linux ~/.config/Vanchor Studio, macOS ~/Library/Application Support/Vanchor Studio, Windows %APPDATA%\\Vanchor Studio).
  VANCHOR_DATA_DIR=FOLDER takes another one, for both.
  A key that the window keeps in the system's keychain cannot be read here. Give it as VANCHOR_SECRET_<NAME>, the name in
  capitals with _ for -; logs/vanchor.log in the data folder names those that could not be read.
`;

const commands: Readonly<Record<string, () => Promise<(argv: string[]) => Promise<number>>>> = {
  live: async () => (await import('./live-command.ts')).runLive,
  render: async () => (await import('./render-command.ts')).runRender,
  encoders: async () => (await import('./encoders-command.ts')).runEncoders,
  portrait: async () => (await import('./portrait-command.ts')).runPortrait,
  knowledge: async () => {
    const { runKnowledge } = await import('./knowledge-command.ts');
    return (argv) => runKnowledge(argv, { out: (text) => process.stdout.write(text), err: (text) => process.stderr.write(text) });
  },
  pack: async () => (await import('./pack-command.ts')).runPack,
  finalise: async () => {
    const { runFinalise } = await import('./finalise-command.ts');
    const { resolveFfmpeg } = await import('../programme/control/resolve-ffmpeg.ts');
    return (argv) =>
      runFinalise(argv, {
        out: (text) => process.stdout.write(text),
        err: (text) => process.stderr.write(text),
        findFfmpeg: async () => (await resolveFfmpeg()).path,
      });
  },
  verify: async () => {
    const { runVerify } = await import('./verify-command.ts');
    const { resolveFfmpeg } = await import('../programme/control/resolve-ffmpeg.ts');
    const { stopOnInterrupt } = await import('./count-interrupts.ts');
    const interrupted = new AbortController();
    stopOnInterrupt(() => interrupted.abort());
    return (argv) =>
      runVerify(argv, {
        out: (text) => process.stdout.write(text),
        err: (text) => process.stderr.write(text),
        findFfmpeg: async () => (await resolveFfmpeg()).path,
        signal: interrupted.signal,
      });
  },
};

async function main(): Promise<number> {
  const [name, ...argv] = process.argv.slice(2);
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(help);
    return name === undefined ? 2 : 0;
  }
  const load = commands[name];
  if (!load) {
    process.stderr.write(`vanchor: there is no command '${name}'\n\n${help}`);
    return 2;
  }
  return (await load())(argv);
}

main().then(
  (code) => endProcess(() => process.exit(code)),
  (error: unknown) => {
    process.stderr.write(`vanchor: ${error instanceof Error ? error.message : String(error)}\n`);
    return endProcess(() => process.exit(1));
  },
);
