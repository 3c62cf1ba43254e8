/** Shows and what was asked and answered in them, folded from show events. A turn is there from its first moment, so that one that a crash cuts off is not lost. */
import { z } from 'zod';
import type { UserMessage } from '../../contract/failure.ts';
import { isTerminalTurn, type ShowEvent } from '../../contract/show-events.ts';
import type { Connection } from '../driver/types.ts';
import { json, readRows, toJson, words } from './read-json.ts';

export interface StoredTurn {
  readonly showId: string;
  readonly turnId: string;
  readonly author: string;
  readonly asked: string;
  /** What was said or shown of the answer. */
  readonly reply: string;
  /** Of a turn (contract/show-events.ts), or 'cut-off': the studio ended in the middle of it. */
  readonly state: string;
  readonly askedAtMs: number;
  /** null: nothing of it was heard. */
  readonly heardAtMs: number | null;
  /** While it is open: when it was last heard of. */
  readonly endedAtMs: number;
  /** Why it ended so; null: in its own time, or nobody said. */
  readonly reason: UserMessage | null;
  /** 'idle': the anchor talked by itself. */
  readonly kind: 'line' | 'idle';
}

export interface StoredShow {
  readonly showId: string;
  readonly startedAtMs: number;
  /** null: it is on, or the app was killed in it. */
  readonly endedAtMs: number | null;
  readonly recordingPath: string | null;
}

/** Where a turn stands among all: by time, then by show, then by its number. It stays there whatever becomes of the turn. */
export interface TurnPlace {
  readonly askedAtMs: number;
  readonly showId: string;
  readonly turnId: string;
}

export interface TurnPageQuery {
  readonly direction: 'older' | 'newer';
  /** null: from the newest (older) or from the very first (newer). */
  readonly from: TurnPlace | null;
  readonly count: number;
}

export interface ShowStore {
  note(event: ShowEvent): void;
  /** Those next to a place, without it; oldest first. `more`: there are others further that way. */
  page(query: TurnPageQuery): { readonly turns: readonly StoredTurn[]; readonly more: boolean };
  find(showId: string): StoredShow | undefined;
  /** Newest first. */
  turns(count: number, showId?: string): readonly StoredTurn[];
  shows(count: number): readonly StoredShow[];
  /** Ends what an earlier studio left open: its turns are cut off, its shows have ended. Those of `except` are another studio's that lives. */
  closeCutOff(cut: { readonly atMs: number; readonly reason: UserMessage; readonly except: string | null }): void;
}

interface OpenTurn {
  readonly author: string;
  readonly asked: string;
  readonly askedAtMs: number;
  reply: string;
  heardAtMs: number | null;
}

const keptTurns = 200_000;
const longestReply = 20_000;
/** Turns that never end (the app is killed) must not pile up. */
const mostOpen = 1000;

const turnRow = z
  .object({
    show_id: z.string(),
    turn_id: z.string(),
    author: z.string(),
    asked: z.string(),
    reply: z.string(),
    state: z.string(),
    asked_at_ms: z.number(),
    heard_at_ms: z.number().nullable(),
    ended_at_ms: z.number(),
    reason: json(words.nullable()),
    kind: z.enum(['line', 'idle']),
  })
  .transform((row): StoredTurn => ({
    showId: row.show_id,
    turnId: row.turn_id,
    author: row.author,
    asked: row.asked,
    reply: row.reply,
    state: row.state,
    askedAtMs: row.asked_at_ms,
    heardAtMs: row.heard_at_ms,
    endedAtMs: row.ended_at_ms,
    reason: row.reason,
    kind: row.kind,
  }));
const showRow = z
  .object({ show_id: z.string(), started_at_ms: z.number(), ended_at_ms: z.number().nullable(), recording_path: z.string().nullable() })
  .transform((row): StoredShow => ({
    showId: row.show_id,
    startedAtMs: row.started_at_ms,
    endedAtMs: row.ended_at_ms,
    recordingPath: row.recording_path,
  }));

/** Chinese knows no space between sentences. A text column ends at a NUL in one of the drivers. */
const joined = (before: string, text: string): string =>
  `${before}${before === '' || /[\u3000-\u9fff\uff00-\uffef]$/u.test(before) ? '' : ' '}${text.replaceAll('\u0000', '')}`;

export function createShowStore(connection: Connection): ShowStore {
  const open = new Map<string, OpenTurn>();
  const addShow = connection.prepare('INSERT OR IGNORE INTO shows (show_id, started_at_ms) VALUES (?, ?)');
  const endShow = connection.prepare('UPDATE shows SET ended_at_ms = ? WHERE show_id = ?');
  const setRecording = connection.prepare('UPDATE shows SET recording_path = ? WHERE show_id = ?');
  const addTurn = connection.prepare(
    `INSERT OR REPLACE INTO turns (show_id, turn_id, author, asked, reply, state, asked_at_ms, heard_at_ms, ended_at_ms, reason)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const setReply = connection.prepare('UPDATE turns SET reply = ? WHERE show_id = ? AND turn_id = ?');
  const setHeard = connection.prepare('UPDATE turns SET heard_at_ms = ? WHERE show_id = ? AND turn_id = ?');
  const cutTurns = connection.prepare(
    `UPDATE turns SET state = 'cut-off', reason = ?, ended_at_ms = max(ended_at_ms, asked_at_ms)
     WHERE state IN ('queued', 'thinking', 'waiting', 'speaking') AND show_id IN (SELECT show_id FROM shows WHERE ended_at_ms IS NULL) AND show_id IS NOT ?`,
  );
  const cutShows = connection.prepare(
    'UPDATE shows SET ended_at_ms = max(started_at_ms, ?) WHERE ended_at_ms IS NULL AND show_id IS NOT ?',
  );
  const setIdle = connection.prepare("UPDATE turns SET kind = 'idle' WHERE show_id = ? AND turn_id = ?");
  const forget = connection.prepare(
    'DELETE FROM turns WHERE asked_at_ms < (SELECT asked_at_ms FROM turns ORDER BY asked_at_ms DESC LIMIT 1 OFFSET ?)',
  );
  const newestTurns = connection.prepare('SELECT * FROM turns ORDER BY asked_at_ms DESC, rowid DESC LIMIT ?');
  const turnsOf = connection.prepare('SELECT * FROM turns WHERE show_id = ? ORDER BY asked_at_ms DESC, rowid DESC LIMIT ?');
  // "turn-9" is before "turn-10"
  const olderThan = connection.prepare(
    `SELECT * FROM turns WHERE asked_at_ms <= ? AND (asked_at_ms, show_id, length(turn_id), turn_id) < (?, ?, ?, ?)
     ORDER BY asked_at_ms DESC, show_id DESC, length(turn_id) DESC, turn_id DESC LIMIT ?`,
  );
  const newerThan = connection.prepare(
    `SELECT * FROM turns WHERE asked_at_ms >= ? AND (asked_at_ms, show_id, length(turn_id), turn_id) > (?, ?, ?, ?)
     ORDER BY asked_at_ms, show_id, length(turn_id), turn_id LIMIT ?`,
  );
  const showOf = connection.prepare('SELECT * FROM shows WHERE show_id = ?');
  const newestShows = connection.prepare('SELECT * FROM shows ORDER BY started_at_ms DESC, rowid DESC LIMIT ?');

  function noteTurn(event: Extract<ShowEvent, { type: 'turn' }>): void {
    const turn = open.get(event.turnId) ?? {
      author: event.author,
      asked: event.text,
      askedAtMs: event.atMs,
      reply: '',
      heardAtMs: null,
    };
    // one that begins anew is answered from its beginning
    if (event.state === 'queued') turn.reply = '';
    open.set(event.turnId, turn);
    if (open.size > mostOpen) open.delete(open.keys().next().value ?? '');
    const ended = isTerminalTurn(event.state);
    connection.transaction(() => {
      addShow.run(event.showId, Math.round(turn.askedAtMs));
      addTurn.run(
        event.showId,
        event.turnId,
        turn.author,
        turn.asked,
        turn.reply.trim(),
        event.state,
        Math.round(turn.askedAtMs),
        turn.heardAtMs === null ? null : Math.round(turn.heardAtMs),
        Math.round(event.atMs),
        ended ? toJson(event.reason) : null,
      );
      if (event.kind === 'idle') setIdle.run(event.showId, event.turnId);
      if (ended) forget.run(keptTurns);
    });
    if (ended) open.delete(event.turnId);
  }

  return {
    note(event) {
      if (event.type === 'turn') return noteTurn(event);
      if (event.type === 'clause') {
        const turn = open.get(event.turnId);
        // the rest of a clause is part of that clause's text
        if (turn && event.reason !== 'moderated' && !event.continues) {
          const reply = joined(turn.reply, event.text).slice(0, longestReply);
          setReply.run(reply.trim(), event.showId, event.turnId);
          // only now: a write that is refused is tried again
          turn.reply = reply;
        }
      } else if (event.type === 'speech-heard') {
        const turn = open.get(event.turnId);
        if (turn && turn.heardAtMs === null) {
          setHeard.run(Math.round(event.heardAtMs), event.showId, event.turnId);
          turn.heardAtMs = event.heardAtMs;
        }
      } else if (event.type === 'recording') setRecording.run(event.path, event.showId);
      else if (event.type === 'show' && event.state === 'starting') addShow.run(event.showId, Math.round(event.atMs));
      else if (event.type === 'show' && event.state === 'off') endShow.run(Math.round(event.atMs), event.showId);
    },
    page({ direction, from, count }) {
      const { askedAtMs, showId, turnId } = from ?? {
        askedAtMs: direction === 'older' ? Number.MAX_SAFE_INTEGER : -1,
        showId: '',
        turnId: '',
      };
      const next = direction === 'older' ? olderThan : newerThan;
      const rows = next.all(askedAtMs, askedAtMs, showId, turnId.length, turnId, count + 1);
      const turns = readRows(rows.slice(0, count), turnRow);
      return { turns: direction === 'older' ? turns.toReversed() : turns, more: rows.length > count };
    },
    find: (showId) => readRows(showOf.all(showId), showRow)[0],
    turns: (count, showId) => readRows(showId === undefined ? newestTurns.all(count) : turnsOf.all(showId, count), turnRow),
    shows: (count) => readRows(newestShows.all(count), showRow),
    closeCutOff({ atMs, reason, except }) {
      connection.transaction(() => {
        cutTurns.run(toJson(reason), except);
        cutShows.run(Math.round(atMs), except);
      });
    },
  };
}
