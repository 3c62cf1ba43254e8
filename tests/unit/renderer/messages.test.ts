/** Every word of the window: there in both languages, with the same blanks, in the right script, and used. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { portraitLook, previewStages } from '../../../main/api/contract/portraits.ts';
import { studioSnapshot } from '../../../main/api/contract/studio.ts';
import { pastTurnView } from '../../../main/api/contract/turns.ts';
import { airPhases, slateIds } from '../../../main/contract/air.ts';
import { cropCorners } from '../../../main/contract/face-crop.ts';
import { handleIds } from '../../../main/contract/face-handles.ts';
import { machineLevels, machineParts } from '../../../main/api/contract/settings.ts';
import { emotions } from '../../../main/contract/speech.ts';
import { swapOutcomes, swapPhases } from '../../../main/contract/swap.ts';
import { answerReasons } from '../../../main/engines/knowledge/compose-answer.ts';
import { productIntents } from '../../../main/engines/knowledge/product-intent.ts';
import { bookParts } from '../../../main/knowledge/types.ts';
import { isMessageKey, resources } from '../../../renderer/studio/i18n/resources.ts';
import { screenNames } from '../../../renderer/studio/shell/screen-names.ts';
import { createSpeechEngine, inBoth } from '../../../renderer/studio/i18n/speech-engine.ts';

const root = join(import.meta.dirname, '../../../renderer/studio');
const keys = Object.keys(resources.en);
const blanks = (text: string): readonly string[] => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').toSorted();
const { show, engines, destinations, quietTime } = studioSnapshot.shape;
/** Keys that a state completes: `prefix.${state}`; the states come from the contract. */
const completed: Readonly<Record<string, readonly string[]>> = {
  'show.state.': show.shape.state.options,
  'air.phase.': airPhases,
  'desk.slate.': slateIds,
  'turn.state.': pastTurnView.shape.state.options,
  'format.shape.': ['landscape', 'vertical'],
  'hearing.mode.': ['open', 'push'],
  'engines.state.': engines.element.shape.state.options,
  'models.phase.': swapPhases,
  'models.outcome.': swapOutcomes,
  'models.role.': ['candidate', 'previous', 'warm'],
  'models.server.keep.': ['keychain', 'this-run', 'plain-file'],
  'models.confirm.off.': ['tts', 'face', 'other'],
  'engines.kind.': ['asr', 'llm', 'expression', 'tts', 'face', 'enhance'],
  'destinations.state.': destinations.element.shape.state.options,
  'destinations.keep.': ['keychain', 'this-run', 'plain-file'],
  'destinations.step.': ['address', 'reach', 'accept', 'upload', 'limits'],
  'quiet-time.idle.source.': quietTime.shape.idle.shape.source.options,
  'quiet-time.music.now.': quietTime.shape.music.shape.now.shape.state.options,
  'nav.': screenNames,
  'knowledge.part.': bookParts,
  'knowledge.slot.': ['name', 'title', 'products', 'shipping'],
  'knowledge.reason.': answerReasons,
  'knowledge.fact.': productIntents,
  'knowledge.what.': ['new', 'changed', 'same'],
  'knowledge.saved.': ['now', 'not-in-use', 'kept-old'],
  'knowledge.ask.': ['new', 'copy', 'rename', 'remove'],
  'knowledge.field.': [
    ...['ask', 'answer', 'name', 'summary', 'size', 'aliases', 'points', 'host', 'title', 'greeting', 'unknown', 'wordless'].flatMap(
      (field) => [`${field}Zh`, `${field}En`],
    ),
    'price',
    'stock',
    'fee',
    'freeFrom',
    'daysFrom',
    'daysUntil',
  ],
  'status.health.': ['rest.word', 'well.word', 'care.word', 'trouble.word'],
  'voices.emotion.': emotions,
  'voices.speaks.': ['anchor', 'default', 'slot'],
  'voices.default.': ['switched', 'not-loaded'],
  'voices.words.': ['zh', 'en'],
  'voices.words.help.': ['zh', 'en'],
  'voices.words.reading.': ['zh', 'en'],
  'voices.': ['speed', 'pitch', 'volume', 'speed.value', 'pitch.value', 'volume.value'],
  'switcher.when.': ['asr', 'llm', 'expression', 'tts', 'face', 'enhance'],
  'monitor.stage.': ['waitMs', 'makeMs', 'airMs'],
  'monitor.state.': [
    'off',
    'starting',
    'stopping',
    'stopped',
    'loading',
    'ready',
    'running',
    'restarting',
    'failed',
    'unloaded',
    'exited',
    'late',
    'unresponsive',
    'quarantined',
    'idle',
  ],
  'monitor.process.': ['main', 'programme', 'encoder', 'outlet', 'media-server', 'voice-gate'],
  'portraits.handle.': handleIds,
  'portraits.crop.': cropCorners,
  'portraits.stage.': previewStages,
  'portraits.background.': portraitLook.shape.background.options,
  'portraits.mouth.': portraitLook.shape.mouth.options,
  'settings.theme.': ['dark', 'light', 'auto'],
  'machine.level.': machineLevels,
  'machine.part.': machineParts,
  'shortcuts.action.': ['panic', 'slate', 'silence'],
  'destinations.limit.': ['rate', 'keyframe', 'vertical', 'landscape'],
};
const completedKeys = new Set(Object.entries(completed).flatMap(([prefix, names]) => names.map((name) => prefix + name)));
/** Read the same in both languages: names, and the two languages' own names. */
const sameInBoth = new Set<string>([]);
const source = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !/^i18n\/(en|zh-CN)\//.test(name))
  .map((name) => readFileSync(join(root, name), 'utf8'))
  .join('\n');

describe('messages', () => {
  it('are the same in both languages, and each key is in one file only', () => {
    expect(Object.keys(resources['zh-CN'])).toEqual(keys);
    const declared = readdirSync(join(root, 'i18n/en')).flatMap((name) =>
      [...readFileSync(join(root, 'i18n/en', name), 'utf8').matchAll(/^ {2}'([^']+)':/gm)].map((match) => match[1] ?? ''),
    );
    expect(declared.toSorted()).toEqual(keys.toSorted());
  });

  it.each(keys)('%s says something in both languages, with the same blanks', (key) => {
    const [en, zh] = [resources.en[key] ?? '', resources['zh-CN'][key] ?? ''];
    expect(en.trim()).not.toBe('');
    expect(en).not.toMatch(/\p{Script=Han}/u);
    if (!sameInBoth.has(key)) expect(zh).toMatch(/\p{Script=Han}/u);
    expect(blanks(zh)).toEqual(blanks(en));
  });

  it('has a word for every state of the contract', () => {
    expect([...completedKeys].filter((key) => !isMessageKey(key))).toEqual([]);
  });

  it('has none that nothing uses, and no use of one that is not there', () => {
    expect(keys.filter((key) => !completedKeys.has(key) && !source.includes(`'${key}'`))).toEqual([]);
    for (const prefix of Object.keys(completed)) expect(source).toContain(`\`${prefix}\${`);
    const asked = [...source.matchAll(/\b(?:t|wordsFor)\(\s*'([^']+)'/g)].map((match) => match[1] ?? '');
    expect(asked.length).toBeGreaterThan(50);
    expect(asked.filter((key) => !isMessageKey(key))).toEqual([]);
  });
});

describe('the engine that says them', () => {
  it('fills blanks in the language that is chosen, and follows a change of it', async () => {
    const engine = createSpeechEngine('en');
    expect(engine.t('models.pack.progress', { done: '1 MB', size: '2 MB' })).toBe('1 MB of 2 MB');
    await engine.changeLanguage('zh-CN');
    expect(engine.t('models.pack.progress', { done: '1 MB', size: '2 MB' })).toBe('已下载 1 MB，共 2 MB');
  });

  it('says a report in both languages at once, and leaves signs alone', () => {
    const words = inBoth(createSpeechEngine('zh'), 'show.stopped', { path: '/a & b/<x>.mp4' });
    expect(words.en).toBe('The show has ended. The recording is at /a & b/<x>.mp4.');
    expect(words.zh).toContain('/a & b/<x>.mp4');
  });
});
