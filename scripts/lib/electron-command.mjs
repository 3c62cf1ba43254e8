/** How Electron is started here: the runtime that the set-up found, and no sandbox only where Chromium refuses one (root). */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { at } from '../setup/paths.mjs';

export function electronCommand() {
  const relative = readFileSync(at('node_modules/electron/path.txt'), 'utf8').trim();
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  return { command: path.join(at('node_modules/electron/dist'), relative), args: isRoot ? ['--no-sandbox'] : [] };
}
