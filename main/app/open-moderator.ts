/**
 * The show's moderator: the word list in the data folder, or where none is (or one that is none, which is told) the one that ships with the studio.
 * A shipped list that is missing or damaged holds nothing back, and the log says so. Read once: a list that was changed counts from the next start.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { UserMessage } from '../contract/failure.ts';
import type { Logger } from '../kernel/logger.ts';
import type { Moderator } from '../conversation/ports.ts';
import { wordListMessages } from '../conversation/user-messages.ts';
import { createWordListModerator, parseWordLists, type WordLists } from '../conversation/word-list-moderator.ts';

export interface OpenModeratorOptions {
  readonly resourcesDir: string;
  readonly dataDir: string;
  readonly logger: Logger;
}

/** Of either folder. */
const listFile = 'moderation/words.json';

export function openModerator({ resourcesDir, dataDir, logger }: OpenModeratorOptions): {
  readonly moderator: Moderator;
  readonly notice: UserMessage | null;
} {
  const own = readWordLists(path.join(dataDir, listFile), 'the own word list cannot be used', logger);
  const lists = own === 'none' || own === 'unusable' ? readShipped(resourcesDir, logger) : own;
  return { moderator: createWordListModerator(lists), notice: own === 'unusable' ? wordListMessages.ownUnusable : null };
}

function readShipped(resourcesDir: string, logger: Logger): Partial<WordLists> {
  const shipped = readWordLists(path.join(resourcesDir, listFile), 'the word list cannot be read: nothing is held back by it', logger);
  return shipped === 'none' || shipped === 'unusable' ? {} : shipped;
}

function readWordLists(file: string, complaint: string, logger: Logger): WordLists | 'none' | 'unusable' {
  if (!existsSync(file)) return 'none';
  try {
    // some editors begin a file with a byte order mark
    return parseWordLists(JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/u, '')));
  } catch (error) {
    logger.error(complaint, { file, error });
    return 'unusable';
  }
}
