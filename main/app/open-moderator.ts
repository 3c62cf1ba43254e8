/** The word list that ships with the studio, as the show's moderator. A list that is missing or damaged holds nothing back, and the log says so. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from '../kernel/logger.ts';
import type { Moderator } from '../conversation/ports.ts';
import { createWordListModerator, parseWordLists, type WordLists } from '../conversation/word-list-moderator.ts';

export function openModerator(resourcesDir: string, logger: Logger): Moderator {
  return createWordListModerator(readWordLists(path.join(resourcesDir, 'moderation/words.json'), logger));
}

function readWordLists(file: string, logger: Logger): Partial<WordLists> {
  if (!existsSync(file)) return {};
  try {
    return parseWordLists(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    logger.error('the word list cannot be read: nothing is held back by it', { file, error });
    return {};
  }
}
