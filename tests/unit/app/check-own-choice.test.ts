/** What may be added as an engine of one's own without a door of its own. */
import { describe, expect, it } from 'vitest';
import { checkOwnChoice } from '../../../main/app/check-own-choice.ts';

describe('a choice of one’s own', () => {
  it('is no picture by its path: a face needs the word that it may be used', () => {
    expect(checkOwnChoice('portrait', { picturePath: '/home/me/somebody.png' })).toMatchObject({
      en: expect.stringContaining('may be used'),
      zh: expect.stringContaining('有权使用'),
    });
  });

  it('may be anything that nothing is to be said against', () => {
    expect(checkOwnChoice('echo', {})).toBeUndefined();
  });
});
