/** `vanchor pack`: engine packs from the command line: what there is, install, remove. */
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { createPackStore, type PackState, type PackStore } from '../engine-packs/create-pack-store.ts';
import { PackError } from '../engine-packs/pack-error.ts';
import { createLogger } from '../telemetry/create-logger.ts';
import { createFileSink } from '../telemetry/file-sink.ts';
import { createRedactor } from '../telemetry/redactor.ts';
import { cliPaths } from './cli-paths.ts';
import { stopOnInterrupt } from './count-interrupts.ts';

const help = `vanchor pack: engines that are fetched when they are wanted

  vanchor pack list                 what there is, what it takes, what is installed
  vanchor pack install llama        fetches llama.cpp (for GGUF model files) and unpacks it into the data folder
      --part vulkan|cuda            and what it needs to use a graphics card
  vanchor pack remove llama         takes it away again, with everything that was fetched for it

  Ctrl-C stops an installation; the next one goes on where it stopped. Packages come from the npm registry: that of
  npm_config_registry or of your .npmrc, else npm's own. Each is checked against what this version expects before it is unpacked.

  examples
    vanchor pack install llama
    VANCHOR_DATA_DIR=/mnt/big vanchor pack install llama --part cuda
`;

export async function runPack(argv: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' }, part: { type: 'string' } },
  });
  const [action, packId] = positionals;
  if (values.help || action === undefined) {
    process.stdout.write(help);
    return values.help ? 0 : 2;
  }
  const { dataDir } = cliPaths();
  const store = createPackStore({
    packsDir: path.join(dataDir, 'packs'),
    logger: createLogger({ sink: createFileSink(path.join(dataDir, 'logs/vanchor.log')), redactor: createRedactor() }),
  });
  try {
    if (action === 'list') {
      for (const state of store.states()) process.stdout.write(describe(state));
      return 0;
    }
    if (packId === undefined || (action !== 'install' && action !== 'remove')) {
      process.stderr.write(help);
      return 2;
    }
    if (action === 'remove') {
      await store.remove(packId);
      process.stdout.write(`${packId}: removed\n`);
      return 0;
    }
    return await install(store, packId, values.part);
  } catch (error) {
    if (!(error instanceof PackError)) throw error;
    process.stderr.write(`vanchor pack: ${error.words.en}\n`);
    return 1;
  } finally {
    await store.dispose();
  }
}

async function install(store: PackStore, packId: string, part: string | undefined): Promise<number> {
  const state = (): PackState | undefined => store.states().find((one) => one.packId === packId);
  const stop = (): void => void store.cancel(packId);
  // to the end of the process: the second signal of one key press comes while the first one's answer is written
  stopOnInterrupt(stop);
  process.on('SIGTERM', stop);
  let tenth = -1;
  store.onChange(() => {
    const now = state();
    if (now?.state !== 'installing') return;
    const line = `${packId}: ${megabytes(now.doneBytes)} of ${megabytes(now.downloadBytes)}`;
    // a file of the log does not want a hundred lines
    const step = Math.floor((10 * now.doneBytes) / Math.max(1, now.downloadBytes));
    if (process.stdout.isTTY) process.stdout.write(`\r${line}   `);
    else if (step !== tenth) process.stdout.write(`${line}\n`);
    tenth = step;
  });
  const endLine = (): void => void (process.stdout.isTTY && process.stdout.write('\n'));
  try {
    await store.install(packId, part);
  } catch (error) {
    endLine();
    if ((error as { readonly name?: unknown }).name !== 'AbortError') throw error;
    process.stdout.write(`${packId}: stopped; what was fetched is kept, and the next installation goes on with it\n`);
    return 130;
  }
  endLine();
  process.stdout.write(`${packId}: installed in ${store.folder(packId) ?? '?'}\n`);
  return 0;
}

function describe({ packId, version, title, summary, license, state, downloadBytes, doneBytes, parts }: PackState): string {
  const how = state === 'installed' ? 'installed' : doneBytes > 0 ? `not installed, ${megabytes(doneBytes)} fetched` : 'not installed';
  const lines = [
    `${packId} ${version}: ${how} (download ${megabytes(downloadBytes)}; ${license})`,
    `  ${title.en}. ${summary.en}`,
    ...parts.map(
      (part) =>
        `  --part ${part.partId}: ${part.title.en}, ${part.state === 'installed' ? 'installed' : 'not installed'} (download ${megabytes(part.downloadBytes)})`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
