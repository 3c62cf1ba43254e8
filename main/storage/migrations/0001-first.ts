/** Swap receipts, measured memory, what slots are wanted to hold, the user's own choices, shows and turns. */
export const first = `
CREATE TABLE swaps (
  swap_id TEXT PRIMARY KEY,
  slot_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  from_choice TEXT,
  to_choice TEXT,
  mode TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  reason TEXT NOT NULL,
  started_at_ms INTEGER NOT NULL,
  ended_at_ms INTEGER NOT NULL,
  phases TEXT NOT NULL,
  outcome TEXT NOT NULL,
  code TEXT,
  words TEXT,
  figures TEXT NOT NULL
) STRICT;
CREATE INDEX swaps_by_end ON swaps (ended_at_ms DESC);

CREATE TABLE engine_memory (
  id INTEGER PRIMARY KEY,
  choice_id TEXT NOT NULL,
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  graphics_bytes INTEGER CHECK (graphics_bytes >= 0),
  measured_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX engine_memory_by_choice ON engine_memory (choice_id, id DESC);

CREATE TABLE slots (
  slot_id TEXT PRIMARY KEY,
  choice TEXT,
  state TEXT NOT NULL CHECK (state IN ('wanted', 'pinned')),
  set_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE choices (
  choice_id TEXT PRIMARY KEY,
  choice TEXT NOT NULL,
  added_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE shows (
  show_id TEXT PRIMARY KEY,
  started_at_ms INTEGER NOT NULL,
  ended_at_ms INTEGER,
  recording_path TEXT
) STRICT;

CREATE TABLE turns (
  show_id TEXT NOT NULL REFERENCES shows (show_id) ON DELETE CASCADE,
  turn_id TEXT NOT NULL,
  author TEXT NOT NULL,
  asked TEXT NOT NULL,
  reply TEXT NOT NULL,
  state TEXT NOT NULL,
  asked_at_ms INTEGER NOT NULL,
  heard_at_ms INTEGER,
  ended_at_ms INTEGER NOT NULL,
  PRIMARY KEY (show_id, turn_id)
) STRICT;
CREATE INDEX turns_by_time ON turns (asked_at_ms DESC);
`;
