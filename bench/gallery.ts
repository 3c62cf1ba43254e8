/**
 * `npm run gallery`: for every face that the app comes with (or `--only id,id`), a contact sheet at 1:1, a clip of speech through the real engines
 * and programme, and a minute of silence frame by frame. Any engine of kind face can be shown: it is asked through its own socket, by cues.
 * `--pictures FOLDER`: of each picture in a folder instead, its face found as in the studio.
 * Into out/gallery; `--docs` writes the sheets into docs/gallery; `--no-clip`, `--no-idle` leave parts out.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { portraitMarkers } from '../main/app/portrait-markers.ts';
import { renderFile } from '../main/app/render-file.ts';
import { defaultConfig } from '../main/app/studio-config.ts';
import { cliPaths } from '../main/cli/cli-paths.ts';
import { builtInChoices } from '../main/engines/catalog/choices.ts';
import { engineManifests } from '../main/engines/catalog/manifests.ts';
import type { EngineChoice } from '../main/engines/contract/choice.ts';
import { systemClock } from '../main/kernel/clock.ts';
import { silentLogger } from '../main/kernel/logger.ts';
import { createCueSheet } from '../main/performance/cue-sheet.ts';
import { createNodeForkAdapter } from '../main/processes/adapters/node-fork.ts';
import { resolveFfmpeg } from '../main/programme/control/resolve-ffmpeg.ts';
import { measureClip } from './gallery/clip-change.ts';
import { cutTile, writeSheet, type Tile } from './gallery/contact-sheet.ts';
import { figureSamples, lidSamples, mouthSamples, posed, type Sample } from './gallery/cues.ts';
import { openFace, type FaceClient } from './gallery/face-client.ts';
import { whereTheyDiffer, type Size } from './gallery/picture.ts';
import { describeMachine, round, type BenchResult, type Goal } from './lib/bench-result.ts';

const closeUp: Size = { width: 512, height: 512 };
const figure: Size = { width: 384, height: 384 };
const idleSize: Size = { width: 640, height: 640 };
const idleSeconds = 60;
const fps = 30;
const mostSheetBytes = 1.5 * 2 ** 20;
/** Mean change of luma over a picture that no motion of an anchor reaches, but a missing part or a jump does. */
const mostChange = 6;

const script = [
  'Good evening, and welcome to the show! Tonight I have something wonderful for you.',
  'Oh no, the blue one is sold out. But look: five pumps of foam, made by hand, and half the price. Amazing, right?',
];

type Dirs = Parameters<typeof openFace>[2];

async function drawSheet(choice: EngineChoice, dirs: Dirs, ffmpegPath: string, outPath: string): Promise<void> {
  const rows: Tile[][] = [];
  const near = await openFace(choice, closeUp, dirs);
  try {
    const shown = async (client: FaceClient, sample: Sample): Promise<Uint8Array> => (await client.draw(sample.cue)).slice();
    const at = async (cue: Sample['cue']): Promise<Uint8Array> => (await near.draw(cue)).slice();
    const rest = await at(posed('sil'));
    const mouth = whereTheyDiffer([rest, await at(posed('aa')), await at(posed('I'))], closeUp, 0.16);
    const eyes = whereTheyDiffer([rest, await at(posed('sil', { blink: [1, 1] }))], closeUp, 0.12);
    if (!mouth || !eyes) throw new Error(`${choice.choiceId}: neither mouth nor eyes were seen to move`);
    const left = Math.min(mouth.x, eyes.x);
    const face = {
      x: left,
      y: eyes.y,
      width: Math.max(mouth.x + mouth.width, eyes.x + eyes.width) - left,
      height: mouth.y + mouth.height - eyes.y,
    };
    for (const row of mouthSamples) {
      const tiles: Tile[] = [];
      for (const sample of row) tiles.push(cutTile(sample.label, await shown(near, sample), closeUp, face));
      rows.push(tiles);
    }
    // Two emotions' lids side by side.
    const lids: Tile[][] = [];
    for (const row of lidSamples) {
      const tiles: Tile[] = [];
      for (const sample of row) tiles.push(cutTile(sample.label, await shown(near, sample), closeUp, eyes));
      lids.push(tiles);
    }
    for (let i = 0; i < lids.length; i += 2) rows.push([...(lids[i] ?? []), ...(lids[i + 1] ?? [])]);
  } finally {
    await near.close();
  }
  const far = await openFace(choice, figure, dirs);
  try {
    for (const row of figureSamples) {
      const tiles: Tile[] = [];
      for (const sample of row) tiles.push(cutTile(sample.label, (await far.draw(sample.cue)).slice(), figure, { x: 0, y: 0, ...figure }));
      rows.push(tiles);
    }
  } finally {
    await far.close();
  }
  await writeSheet(rows, ffmpegPath, outPath);
}

/** A choice for each picture that can be used; what is said of the others, and of the faces in them, goes into `notes`. */
async function choicesOf(
  folder: string,
  dirs: { readonly entriesDir: string; readonly dataDir: string },
  notes: string[],
): Promise<EngineChoice[]> {
  const choices: EngineChoice[] = [];
  for (const name of readdirSync(folder).filter((file) => /\.(png|jpe?g|webp|gif)$/i.test(file))) {
    const picturePath = path.join(folder, name);
    try {
      const markers = await portraitMarkers(
        { ...dirs, adapter: createNodeForkAdapter(), clock: systemClock, logger: silentLogger },
        picturePath,
      );
      notes.push(...markers.findings.map(({ words }) => `${name}: ${words.en}`));
      const title = path.parse(name).name;
      const { landmarksPath } = markers;
      choices.push({ choiceId: title, engineId: 'portrait', title: { en: title, zh: title }, options: { picturePath, landmarksPath } });
    } catch (error) {
      notes.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return choices;
}

/** A minute without a word: frames that are the one before, and frames that were seen before. */
async function watchSilence(choice: EngineChoice, dirs: Dirs): Promise<{ readonly standing: number; readonly repeated: number }> {
  const client = await openFace(choice, idleSize, dirs);
  try {
    const sheet = createCueSheet({ fps, seed: 11 });
    const seen = new Set<string>();
    let last = '';
    let standing = 0;
    for (let frame = 0; frame < idleSeconds * fps; frame++) {
      const hash = createHash('sha1')
        .update(await client.draw(sheet.cue(frame)))
        .digest('base64');
      if (hash === last) standing += 1;
      last = hash;
      seen.add(hash);
    }
    return { standing, repeated: idleSeconds * fps - seen.size };
  } finally {
    await client.close();
  }
}

export async function run(args: readonly string[] = []): Promise<BenchResult> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      pictures: { type: 'string' },
      docs: { type: 'boolean', default: false },
      'no-clip': { type: 'boolean', default: false },
      'no-idle': { type: 'boolean', default: false },
    },
  });
  const faces = new Set(engineManifests.filter(({ kind }) => kind === 'face').map(({ id }) => id));
  const wanted = values.only?.split(',');
  const { entriesDir, resourcesDir, dataDir } = cliPaths();
  const dirs = { entriesDir, resourcesDir };
  const notes: string[] = [];
  const choices =
    values.pictures === undefined
      ? builtInChoices.filter(({ engineId, choiceId }) => faces.has(engineId) && (!wanted || wanted.includes(choiceId)))
      : await choicesOf(path.resolve(values.pictures), { entriesDir, dataDir }, notes);
  const ffmpeg = await resolveFfmpeg();
  const outDir = path.resolve('out/gallery');
  const sheetDir = values.docs ? path.resolve('docs/gallery') : outDir;
  for (const dir of [outDir, sheetDir]) mkdirSync(dir, { recursive: true });
  const rows: Record<string, number | string>[] = [];
  const goals: Goal[] = [];
  for (const choice of choices) {
    const { choiceId } = choice;
    const sheet = path.join(sheetDir, `${choiceId}.png`);
    await drawSheet(choice, dirs, ffmpeg.path, sheet);
    const bytes = statSync(sheet).size;
    rows.push({ face: choiceId, figure: `contact sheet ${path.relative('.', sheet)}, kB`, value: round(bytes / 1000, 0) });
    if (values.pictures === undefined)
      goals.push({ what: `${choiceId}: sheet, MiB`, value: round(bytes / 2 ** 20, 2), limit: '<= 1.5', met: bytes <= mostSheetBytes });
    if (!values['no-idle']) {
      const { standing, repeated } = await watchSilence(choice, dirs);
      rows.push({ face: choiceId, figure: `silence of ${idleSeconds} s: frames seen before`, value: repeated });
      goals.push({ what: `${choiceId}: silence, frames that stand still`, value: standing, limit: '0', met: standing === 0 });
    }
    if (values['no-clip']) continue;
    const clip = path.join(outDir, `${choiceId}.mp4`);
    const made = await renderFile({
      ...dirs,
      texts: script,
      outPath: clip,
      preset: '720p',
      adapter: createNodeForkAdapter(),
      logger: silentLogger,
      config: {
        ...defaultConfig,
        slots: defaultConfig.slots
          .filter(({ slotId }) => slotId !== 'tts-more')
          .map((slot) => (slot.slotId === 'face' ? { slotId: 'face', engineId: choice.engineId, options: choice.options } : slot)),
        look: { ...defaultConfig.look, captions: false, namePlate: choice.title.en.replace(/^.*: /, '') },
      },
    });
    const change = await measureClip(ffmpeg.path, clip, fps);
    rows.push(
      { face: choiceId, figure: `clip ${path.relative('.', clip)}, s`, value: round(made.seconds) },
      { face: choiceId, figure: 'change from frame to frame, median', value: round(change.median, 2) },
      {
        face: choiceId,
        figure: `largest change from frame to frame, at ${round(change.largestAtSeconds)} s`,
        value: round(change.largest, 2),
      },
    );
    goals.push({
      what: `${choiceId}: largest change from frame to frame`,
      value: round(change.largest, 2),
      limit: `< ${mostChange}`,
      met: change.largest < mostChange,
    });
  }
  return { name: 'gallery', machine: describeMachine(), rows, goals, ok: rows.length > 0 && goals.every((goal) => goal.met), notes };
}
