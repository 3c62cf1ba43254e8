/** Shows a file in its folder, or a folder, in the system's file manager. */
import { existsSync, statSync } from 'node:fs';
import { shell } from 'electron';

export function revealFile(path: string): void {
  if (existsSync(path) && statSync(path).isDirectory()) void shell.openPath(path);
  else shell.showItemInFolder(path);
}
