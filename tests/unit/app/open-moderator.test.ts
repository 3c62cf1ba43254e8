/** The shipped word list holds back what it names; one that cannot be read holds back nothing, and that is logged. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openModerator } from '../../../main/app/open-moderator.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'moderator-'));
  mkdirSync(join(dir, 'moderation'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function open(list: string | null) {
  const errors: string[] = [];
  if (list !== null) writeFileSync(join(dir, 'moderation/words.json'), list);
  return { errors, moderator: openModerator(dir, { ...silentLogger, error: (message) => errors.push(message) }) };
}

it('holds back what the list names', () => {
  const { errors, moderator } = open(JSON.stringify({ both: ['forbidden'] }));
  expect(moderator.check('in', 'so FORBIDDEN!').allowed).toBe(false);
  expect(moderator.check('out', 'all fine').allowed).toBe(true);
  expect(errors).toEqual([]);
});

it.each([
  ['missing', null, 0],
  ['no JSON', '{"both": [', 1],
  ['no word list', '{"both": "forbidden"}', 1],
])('holds back nothing where the list is %s', (_name, list, logged) => {
  const { errors, moderator } = open(list);
  expect(moderator.check('in', 'forbidden').allowed).toBe(true);
  expect(errors).toHaveLength(logged);
});
