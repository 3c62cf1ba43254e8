/** The choices that the user has added: model servers, model files. Keys are named in them, never contained. */
import { z } from 'zod';
import type { EngineChoice } from '../../engines/contract/choice.ts';
import type { Connection } from '../driver/types.ts';
import { choice, json, readRows } from './read-json.ts';

export interface ChoiceStore {
  put(choice: EngineChoice): void;
  remove(choiceId: string): void;
  /** In the order in which they were added. */
  all(): readonly EngineChoice[];
}

const row = z.object({ choice: json(choice) });

export function createChoiceStore(connection: Connection, now: () => number): ChoiceStore {
  const insert = connection.prepare(
    `INSERT INTO choices (choice_id, choice, added_at_ms) VALUES (?, ?, ?)
     ON CONFLICT (choice_id) DO UPDATE SET choice = excluded.choice`,
  );
  const remove = connection.prepare('DELETE FROM choices WHERE choice_id = ?');
  const select = connection.prepare('SELECT choice FROM choices ORDER BY added_at_ms, rowid');
  return {
    put: (added) => insert.run(added.choiceId, JSON.stringify(added), now()),
    remove: (choiceId) => remove.run(choiceId),
    all: () => readRows(select.all(), row).map((found) => found.choice),
  };
}
