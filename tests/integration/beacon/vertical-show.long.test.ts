/** The same show as every day, upright. */
import { it } from 'vitest';
import { expectWholeShow } from './whole-show.ts';

it('a vertical beacon show reaches a player whole', () => expectWholeShow('720p-vertical'));
