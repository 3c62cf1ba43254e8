/** Shows of earlier days in a data folder, as the studio itself would have stored them: for whoever scrolls through a long history. */
import assert from 'node:assert/strict';
import { asClauseId, asShowId, asTurnId } from '../../main/contract/ids.ts';
import { neutralExpression } from '../../main/contract/speech.ts';
import { silentLogger } from '../../main/kernel/logger.ts';
import { openStorage } from '../../main/storage/open-storage.ts';
import { chatLines } from './lines.ts';

const answers = [
  { lang: 'en', text: 'Sixty-eight for a hundred grams. We ship within two days, and the first order goes without postage.' },
  { lang: 'zh', text: '八十度的水泡一分钟，之后每泡加二十秒。' },
  { lang: 'en', text: 'Yes.' },
  {
    lang: 'zh',
    text: '可以的，收到以后七天之内，没有拆封都可以退。拆了封的话，尝过不喜欢也可以换一种，运费我们来出，联系客服就好，不用说明理由。',
  },
] as const;
const dayMs = 86_400_000;
const everyMs = 4000;

/** One show a day, the last one yesterday, each with so many turns, numbered through from 0. */
export function writePastShows(dataDir: string, turnsOfShows: readonly number[]): void {
  const storage = openStorage({ dir: dataDir, logger: silentLogger, now: () => Date.now() });
  // nothing would be found again
  assert.equal(storage.keeps, 'file');
  let number = 0;
  turnsOfShows.forEach((count, index) => {
    const startMs = Date.now() - (turnsOfShows.length - index) * dayMs;
    const showId = asShowId(`past-${index + 1}`);
    storage.shows.note({ showId, atMs: startMs, type: 'show', state: 'starting' });
    for (let turn = 1; turn <= count; turn += 1, number += 1) {
      const atMs = startMs + turn * everyMs;
      const of = { showId, turnId: asTurnId(`turn-${turn}`) };
      const line = chatLines[number % chatLines.length] ?? { author: '', text: '' };
      const said = { type: 'turn', epoch: 1, author: line.author, text: `${number}: ${line.text}` } as const;
      const { lang, text } = answers[number % answers.length] ?? answers[0];
      storage.shows.note({ ...of, ...said, atMs, state: 'queued' });
      storage.shows.note({
        ...of,
        atMs: atMs + 300,
        type: 'clause',
        clauseId: asClauseId(`turn-${turn}/0`),
        index: 0,
        text,
        lang,
        expression: neutralExpression,
        voiced: true,
      });
      storage.shows.note({ ...of, ...said, atMs: atMs + 3000, state: 'ended' });
    }
    storage.shows.note({ showId, atMs: startMs + (count + 1) * everyMs, type: 'show', state: 'off' });
  });
  storage.close();
}
