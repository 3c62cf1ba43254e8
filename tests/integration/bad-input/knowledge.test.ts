/** A knowledge file that cannot be used: the notice names file and place, the show goes on air all the same, and a line gets words. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { beaconConfig } from '../../../main/app/studio-config.ts';
import { rootDir, startViewer, studioOnAir } from '../support/studio-on-air.ts';
import type { StudioOnAir } from '../support/studio-on-air.ts';

const good = readFileSync(path.join(rootDir, 'resources/knowledge/tea-shop.yaml'), 'utf8');
const folder = mkdtempSync(path.join(os.tmpdir(), 'vanchor-test-'));
let show: StudioOnAir | undefined;

afterEach(async () => {
  await show?.close();
  show = undefined;
});

/** Line number of the first line that starts with `text`, with that line replaced. */
function spoil(text: string, by: string): { readonly content: string; readonly line: number } {
  const lines = good.split('\n');
  const at = lines.findIndex((line) => line.trimStart().startsWith(text));
  if (at < 0) throw new Error(`the sample knowledge has no '${text}'`);
  lines[at] = (lines[at] ?? '').replace(text, by);
  return { content: lines.join('\n'), line: at + 1 };
}

async function onAirWith(knowledgePath: string): Promise<StudioOnAir> {
  const slots = beaconConfig.slots.map((slot) =>
    slot.slotId === 'llm' ? { slotId: 'llm', engineId: 'faq', options: { knowledgePath } } : slot,
  );
  show = await studioOnAir({ config: { slots } });
  return show;
}

/** On air with picture and sound, the llm named as failed, and a line answered with words that say what still works. */
async function expectShowWithoutModel(on: StudioOnAir, words: readonly string[]): Promise<void> {
  const { engines, notices, show: view } = on.studio.snapshot();
  expect(view).toMatchObject({ state: 'on-air', source: 'live' });
  const engine = engines.find(({ slotId }) => slotId === 'llm');
  expect(engine).toMatchObject({ state: 'failed' });
  expect(engines.filter(({ state }) => state !== 'ready')).toEqual([engine]);
  const notice = notices.find(({ level }) => level === 'error');
  for (const word of words) {
    expect(notice?.message.en).toContain(word);
    expect(notice?.message.zh).toContain(word);
    expect(engine?.detail).toContain(word);
  }
  const viewer = await startViewer(on.rtmpUrl, path.join(on.dir, 'viewer.flv'));
  const turn = await on.speak('How much is the longjing?');
  expect(turn.state).toBe('failed');
  expect(turn.reason?.en).toContain('The show goes on');
  expect(turn.reason?.zh).toContain('直播照常');
  expect(viewer.ended).toBeUndefined();
  await viewer.stop();
}

describe('a knowledge file', () => {
  it('that is no YAML: named with its line', async () => {
    const { content, line } = spoil('shipping: {', 'shipping: { { ]');
    const file = path.join(folder, 'broken.yaml');
    writeFileSync(file, content);
    await expectShowWithoutModel(await onAirWith(file), ['broken.yaml', `${line}`]);
  });

  it('with a wrong field: named with its line and its place', async () => {
    const { content, line } = spoil('price: { amount: 168', "price: { amount: 'a lot'");
    const file = path.join(folder, 'wrong-field.yaml');
    writeFileSync(file, content);
    await expectShowWithoutModel(await onAirWith(file), ['wrong-field.yaml', `${line}`, 'products[0].price.amount']);
  });

  it('that is not there: named with its path', async () => {
    const file = path.join(folder, 'not-there.yaml');
    await expectShowWithoutModel(await onAirWith(file), [file]);
    rmSync(folder, { recursive: true, force: true });
  });
});
