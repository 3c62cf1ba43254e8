/** node-media-server has no back-pressure: a viewer that does not read would grow its memory for ever. This throws such a one out. */
import type { MediaSession } from 'node-media-server';

/** About 20 s of a 3 Mbit/s stream. */
export const maxViewerBacklogBytes = 8 * 1024 * 1024;

export function backlogBytes(session: MediaSession): number {
  return Math.max(session.socket?.writableLength ?? 0, session.res?.writableLength ?? 0, session.res?.bufferedAmount ?? 0);
}

/** Returns how many were thrown out. */
export function dropSlowViewers(sessions: Iterable<MediaSession>): number {
  let dropped = 0;
  for (const session of sessions) {
    if (session.isPublisher || backlogBytes(session) <= maxViewerBacklogBytes) continue;
    session.socket?.destroy();
    session.res?.destroy?.();
    session.res?.terminate?.();
    dropped += 1;
  }
  return dropped;
}
