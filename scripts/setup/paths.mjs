/** Where things are. */
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

// not import.meta.dirname: an older Node must get as far as the sentence about its version
export const rootDir = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const at = (...parts) => path.join(rootDir, ...parts);
/** The user's cache: survives `npm ci` and serves every clone. */
export const cacheDir = path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'vanchor-studio');
