/** What is on air, for the start after a crash; why a turn ended; destinations (they were a file); settings. */
export const onAir = `
CREATE TABLE on_air (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  show_id TEXT NOT NULL,
  record TEXT NOT NULL
) STRICT;

ALTER TABLE turns ADD COLUMN reason TEXT;

CREATE TABLE destinations (
  position INTEGER PRIMARY KEY,
  destination_id TEXT NOT NULL UNIQUE,
  preset_id TEXT NOT NULL,
  title TEXT NOT NULL,
  url TEXT NOT NULL,
  wanted TEXT NOT NULL CHECK (wanted IN ('on', 'off')),
  key_secret TEXT,
  query_secret TEXT
) STRICT;

CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
`;
