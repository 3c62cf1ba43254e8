/** Saves a picture of the window again and again, for whoever runs the studio without a display. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserWindow } from 'electron';
import type { Logger } from '../kernel/logger.ts';

const snapshotEveryMs = 3000;

/** Writes `<dir>/window.png`, always a whole picture. The returned function ends it. */
export function snapshotWindow(window: BrowserWindow, dir: string, logger: Logger): () => void {
  const path = join(dir, 'window.png');
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  const take = async (): Promise<void> => {
    try {
      const image = await window.webContents.capturePage();
      if (!image.isEmpty()) {
        await mkdir(dir, { recursive: true });
        await writeFile(`${path}.part`, image.toPNG());
        await rename(`${path}.part`, path);
      }
    } catch (error) {
      if (!ended) logger.warn('no picture of the window', { error });
    }
    if (!ended && !window.isDestroyed()) timer = setTimeout(() => void take(), snapshotEveryMs);
  };
  void take();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}
