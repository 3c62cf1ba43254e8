/** Which turns were the anchor's own talk. */
export const quietTime = `
ALTER TABLE turns ADD COLUMN kind TEXT NOT NULL DEFAULT 'line' CHECK (kind IN ('line', 'idle'));
`;
