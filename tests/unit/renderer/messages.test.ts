/** Every word of the window: there in both languages, with the same blanks, and used. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { studioSnapshot } from '../../../main/api/contract/studio.ts';
import { airPhases, slateIds } from '../../../main/contract/air.ts';
import { swapOutcomes, swapPhases } from '../../../main/contract/swap.ts';
import { fillMessage, messages } from '../../../renderer/studio/i18n/messages.ts';

const root = join(import.meta.dirname, '../../../renderer/studio');
const entries = Object.entries(messages);
const blanks = (text: string): readonly string[] => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').toSorted();
const { show, turns, engines, destinations } = studioSnapshot.shape;
/** Keys that a state completes: `prefix.${state}`; the states come from the contract. */
const completed: Readonly<Record<string, readonly string[]>> = {
  'show.state.': show.shape.state.options,
  'air.phase.': airPhases,
  'desk.slate.': slateIds,
  'turn.state.': turns.element.shape.state.options,
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
  'destinations.limit.': ['rate', 'keyframe', 'vertical', 'landscape'],
};
const completedKeys = new Set(Object.entries(completed).flatMap(([prefix, names]) => names.map((name) => prefix + name)));

describe('messages', () => {
  it.each(entries)('%s says something in both languages, with the same blanks', (_key, { en, zh }) => {
    expect(en.trim()).not.toBe('');
    expect(zh).toMatch(/\p{Script=Han}/u);
    expect(en).not.toMatch(/\p{Script=Han}/u);
    expect(blanks(zh)).toEqual(blanks(en));
  });

  it('has a word for every state of the contract', () => {
    expect([...completedKeys].filter((key) => !Object.hasOwn(messages, key))).toEqual([]);
  });

  it('has none that nothing uses', () => {
    const source = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('messages.ts'))
      .map((name) => readFileSync(join(root, name), 'utf8'))
      .join('\n');
    const idle = entries.map(([key]) => key).filter((key) => !completedKeys.has(key) && !source.includes(`'${key}'`));
    expect(idle).toEqual([]);
    for (const prefix of Object.keys(completed)) expect(source).toContain(`\`${prefix}\${`);
  });

  it('fills blanks, and leaves one visible for which there is no value', () => {
    expect(fillMessage('{a} of {b} and {a}', { a: 1 })).toBe('1 of {b} and 1');
  });
});
