/** What the cells of the grid are told, and what they tell. */

/** A window of the source: 0 of all kinds, 1 nothing there, 2 nothing but opaque. */
export const empty = 1;

/** Flag bit of a cell: its cover changes too. */
export const coverChanges = 2;

export function fill(at: usize, stride: i32, value: u64): void {
  for (let y = 0; y < 8; y++) store<u64>(at + <usize>(y * stride), value);
}
