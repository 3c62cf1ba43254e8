/** The shipped word list holds back what it names, or the one in the data folder in its place; one that cannot be used is told or logged. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openModerator } from '../../../main/app/open-moderator.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'moderator-'));
  for (const folder of ['shipped', 'data']) mkdirSync(join(dir, folder, 'moderation'), { recursive: true });
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function open(shipped: string | null, own: string | null = null) {
  const errors: string[] = [];
  if (shipped !== null) writeFileSync(join(dir, 'shipped/moderation/words.json'), shipped);
  if (own !== null) writeFileSync(join(dir, 'data/moderation/words.json'), own);
  const logger = { ...silentLogger, error: (message: string) => errors.push(message) };
  return { errors, ...openModerator({ resourcesDir: join(dir, 'shipped'), dataDir: join(dir, 'data'), logger }) };
}
const both = (...words: readonly string[]): string => JSON.stringify({ both: words });
const heldBack = ({ moderator }: ReturnType<typeof open>, ...texts: readonly string[]): readonly string[] =>
  texts.filter((text) => !moderator.check('in', text).allowed);

describe('the shipped word list', () => {
  it('holds back what it names', () => {
    const { errors, moderator, notice } = open(both('forbidden'));
    expect(moderator.check('in', 'so FORBIDDEN!').allowed).toBe(false);
    expect(moderator.check('out', 'all fine').allowed).toBe(true);
    expect([errors, notice]).toEqual([[], null]);
  });

  it.each([
    ['missing', null, 0],
    ['no JSON', '{"both": [', 1],
    ['no word list', '{"both": "forbidden"}', 1],
  ])('holds back nothing where it is %s', (_name, list, logged) => {
    const { errors, moderator } = open(list);
    expect(moderator.check('in', 'forbidden').allowed).toBe(true);
    expect(errors).toHaveLength(logged);
  });
});

describe('a word list in the data folder', () => {
  it('takes the place of the shipped one', () => {
    const list = open(both('forbidden'), `\uFEFF${both('mine')}`);
    expect(heldBack(list, 'forbidden', 'mine')).toEqual(['mine']);
    expect([list.errors, list.notice]).toEqual([[], null]);
  });

  it('may be empty: nothing is held back then', () => {
    expect(heldBack(open(both('forbidden'), '{}'), 'forbidden')).toEqual([]);
  });

  it.each([
    ['no JSON', '{"both": ["mine"'],
    ['no word list', '{"both": "mine"}'],
    ['a list under a misspelt name', '{"Both": ["mine"]}'],
  ])('that is %s is told in both languages, and the shipped one is used', (_name, own) => {
    const list = open(both('forbidden'), own);
    expect(heldBack(list, 'forbidden', 'mine')).toEqual(['forbidden']);
    expect(list.errors).toHaveLength(1);
    for (const words of [list.notice?.en, list.notice?.zh]) expect(words).toContain('moderation/words.json');
  });

  it('is where the sentence of a line or an answer that was held back says it is', () => {
    const { moderator } = open(both('forbidden'));
    for (const direction of ['in', 'out'] as const) {
      const verdict = moderator.check(direction, 'forbidden');
      const reason = verdict.allowed ? null : verdict.reason;
      expect(reason?.en).toContain('moderation/words.json in the data folder');
      expect(reason?.zh).toContain('数据文件夹的 moderation/words.json');
    }
  });
});
