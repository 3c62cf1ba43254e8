/** `vanchor portrait`: finds the face in a picture and writes its markers beside it, for a person to look at and to move. */
import { access, copyFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { portraitMarkers } from '../app/portrait-markers.ts';
import { systemClock } from '../kernel/clock.ts';
import { createNodeForkAdapter } from '../processes/adapters/node-fork.ts';
import { createLogger } from '../telemetry/create-logger.ts';
import { createFileSink } from '../telemetry/file-sink.ts';
import { createRedactor } from '../telemetry/redactor.ts';
import { cliPaths } from './cli-paths.ts';

const help = `vanchor portrait: finds the face in a picture

  vanchor portrait PICTURE          says what was found and writes PICTURE.landmarks.json
  vanchor portrait PICTURE -o FILE  writes the markers there

  Markers that are there already are left alone: a person may have moved them. The points are shares of the picture's width and height;
  move them in any text editor. 'vanchor render' and 'vanchor live' take them with --portrait PICTURE [--markers FILE].
`;

export async function runPortrait(argv: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' }, out: { type: 'string', short: 'o' } },
  });
  const [picture] = positionals;
  if (values.help || picture === undefined) {
    process.stdout.write(help);
    return values.help ? 0 : 1;
  }
  const paths = cliPaths();
  const picturePath = path.resolve(picture);
  const outPath = path.resolve(values.out ?? `${picture}.landmarks.json`);
  const logger = createLogger({ sink: createFileSink(path.join(paths.dataDir, 'logs/vanchor.log')), redactor: createRedactor() });
  const { landmarksPath, origin, findings } = await portraitMarkers(
    { ...paths, adapter: createNodeForkAdapter(), clock: systemClock, logger },
    picturePath,
  );
  for (const { words } of findings) process.stdout.write(`! ${words.en}\n  ${words.zh}\n`);
  if (findings.length === 0) process.stdout.write(origin === 'hand' ? 'markers set by hand\n' : 'one face, seen well\n');
  const taken = await access(outPath).then(
    () => true,
    () => false,
  );
  if (taken) {
    process.stdout.write(`${outPath}: is there already, left as it is\n`);
    return 0;
  }
  await copyFile(landmarksPath, outPath);
  process.stdout.write(`${outPath}: written\n`);
  return 0;
}
