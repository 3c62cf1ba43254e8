/** Where a media socket lives: a short Unix path, or a named pipe on Windows. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { MediaError } from './media-error.ts';

/** sun_path holds 108 bytes on Linux and 104 on macOS, the closing zero included. */
export const maxSocketPathBytes = 100;

/** Throws MediaError 'path-too-long'. A name that does not fit is shortened to a hash of itself before the directory is blamed. */
export function mediaSocketPath(dir: string, name: string, platform: NodeJS.Platform = process.platform): string {
  const safe = name.replace(/[^A-Za-z0-9._-]/g, '_');
  const hash = createHash('sha256').update(`${dir}\0${name}`).digest('hex');
  if (platform === 'win32') return `\\\\.\\pipe\\${safe.slice(0, 100)}-${hash.slice(0, 16)}`;
  for (const file of [`${safe}.sock`, `${hash.slice(0, 12)}.sock`]) {
    const path = join(dir, file);
    if (Buffer.byteLength(path) <= maxSocketPathBytes) return path;
  }
  throw new MediaError('path-too-long', `a socket path may have ${maxSocketPathBytes} bytes, and this folder alone leaves no room: ${dir}`);
}
