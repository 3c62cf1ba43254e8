/** Where things are. */
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';

export const rootDir = path.resolve(import.meta.dirname, '../..');
export const at = (...parts) => path.join(rootDir, ...parts);
/** The user's cache: survives `npm ci` and serves every clone. */
export const cacheDir = path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'vanchor-studio');
