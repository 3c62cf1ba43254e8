/** Takes memory piece by piece over a time, every page written to, as a model file that is read would. */
const pieceBytes = 16 * 1024 * 1024;

/** Adds to `held`. Between two pieces the event loop turns, so the process stays answerable. */
export async function fillMemory(held: Uint8Array[], bytes: number, overMs: number): Promise<void> {
  const pieces = Math.ceil(bytes / pieceBytes);
  const startedAtMs = performance.now();
  for (let piece = 0; piece < pieces; piece += 1) {
    // not zero: a page of zeros may be shared by the system
    held.push(new Uint8Array(Math.min(pieceBytes, bytes - piece * pieceBytes)).fill(1 + (piece % 255)));
    const dueMs = (overMs * (piece + 1)) / pieces - (performance.now() - startedAtMs);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueMs)));
  }
  const restMs = overMs - (performance.now() - startedAtMs);
  if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
}
