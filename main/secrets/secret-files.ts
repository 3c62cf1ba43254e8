/**
 * One file per secret, named as the secret, in a folder that only its owner enters. A sealed one begins with a line of its own; any other text
 * is the plain value, so that a person can write such a file by hand. A new version replaces the old one in one step.
 */
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SecretError } from './secret-error.ts';

export type StoredSecret = { readonly kind: 'sealed'; readonly sealed: Buffer } | { readonly kind: 'plain'; readonly value: string };

export interface SecretFiles {
  /** undefined = there is none. */
  read(name: string): Promise<StoredSecret | undefined>;
  write(name: string, secret: StoredSecret): Promise<void>;
  remove(name: string): Promise<void>;
  list(): Promise<readonly { readonly name: string; readonly kind: StoredSecret['kind'] }[]>;
}

export interface SecretFilesOptions {
  readonly dir: string;
  readonly platform?: NodeJS.Platform;
  /** How a file's mode is set; for file systems of a test. */
  readonly setMode?: (file: FileHandle, mode: number) => Promise<void>;
}

export const secretName = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;
/** Holds a line break, which no value may. */
const sealedHead = 'vanchor-sealed-1\n';
const maxFileBytes = 128 * 1024;
const folderMode = 0o700;
const fileMode = 0o600;
const othersMask = 0o077;

export function createSecretFiles(options: SecretFilesOptions): SecretFiles {
  const { dir, platform = process.platform, setMode = (file, mode) => file.chmod(mode) } = options;
  const hasModes = platform !== 'win32';
  const pathOf = (name: string): string => join(dir, name);
  const partOf = (name: string): string => join(dir, `.${name}.part`);

  async function isClosed(file: FileHandle, mode: number): Promise<boolean> {
    try {
      await setMode(file, mode);
    } catch {
      // the mode that is there decides
    }
    return ((await file.stat()).mode & othersMask) === 0;
  }

  async function prepareFolder(): Promise<'closed' | 'open'> {
    await mkdir(dir, { recursive: true, mode: folderMode });
    if (!hasModes) return 'closed';
    const folder = await open(dir, constants.O_RDONLY);
    try {
      return (await isClosed(folder, folderMode)) ? 'closed' : 'open';
    } finally {
      await folder.close();
    }
  }

  /** The mode is set and looked at while the file is still empty. */
  async function writePart(name: string, secret: StoredSecret): Promise<void> {
    // what an earlier run left when it was ended in mid-write
    await rm(partOf(name), { force: true });
    const file = await open(partOf(name), 'wx', fileMode);
    try {
      if (hasModes && !(await isClosed(file, fileMode)) && secret.kind === 'plain')
        throw new SecretError('cannot-protect', { name, path: pathOf(name) });
      await file.writeFile(secret.kind === 'sealed' ? `${sealedHead}${secret.sealed.toString('base64')}\n` : `${secret.value}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  return {
    async write(name, secret) {
      try {
        if ((await prepareFolder()) === 'open' && secret.kind === 'plain') throw new SecretError('cannot-protect', { name, path: dir });
        await writePart(name, secret);
        await rename(partOf(name), pathOf(name));
      } catch (error) {
        await rm(partOf(name), { force: true }).catch(() => undefined);
        throw asSecretError(error, 'cannot-write', name, pathOf(name));
      }
    },

    async read(name) {
      const path = pathOf(name);
      try {
        // a link could point at anyone's file
        const file = await open(path, constants.O_RDONLY | (hasModes ? constants.O_NOFOLLOW : 0)).catch((error: unknown) => {
          if (systemCodeOf(error) === 'ENOENT') return undefined;
          throw error;
        });
        if (file === undefined) return undefined;
        try {
          const facts = await file.stat();
          if (!facts.isFile() || facts.size > maxFileBytes) throw new SecretError('cannot-read', { name, path, systemCode: 'EFTYPE' });
          const text = await file.readFile('utf8');
          if (text.startsWith(sealedHead)) return { kind: 'sealed', sealed: Buffer.from(text.slice(sealedHead.length), 'base64') };
          if (hasModes && (facts.mode & othersMask) !== 0) throw new SecretError('too-open', { name, path });
          return { kind: 'plain', value: text.replace(/\r?\n$/, '') };
        } finally {
          await file.close();
        }
      } catch (error) {
        throw asSecretError(error, 'cannot-read', name, path);
      }
    },

    async remove(name) {
      try {
        await rm(partOf(name), { force: true });
        await rm(pathOf(name), { force: true });
      } catch (error) {
        throw asSecretError(error, 'cannot-write', name, pathOf(name));
      }
    },

    async list() {
      let entries: string[];
      try {
        entries = await readdir(dir);
      } catch (error) {
        if (systemCodeOf(error) === 'ENOENT') return [];
        throw asSecretError(error, 'cannot-read', '*', dir);
      }
      const names = entries.filter((entry) => secretName.test(entry)).sort();
      const kinds = await Promise.all(names.map((name) => kindOf(pathOf(name))));
      return names.flatMap((name, index) => {
        const kind = kinds[index];
        return kind === undefined ? [] : [{ name, kind }];
      });
    },
  };
}

/** One that cannot be opened is listed all the same: it is there, and `read` tells what is wrong with it. */
async function kindOf(path: string): Promise<StoredSecret['kind'] | undefined> {
  try {
    if (!(await stat(path)).isFile()) return undefined;
    const file = await open(path, constants.O_RDONLY);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(sealedHead.length), 0, sealedHead.length, 0);
      return buffer.subarray(0, bytesRead).toString('latin1') === sealedHead ? 'sealed' : 'plain';
    } finally {
      await file.close();
    }
  } catch (error) {
    return systemCodeOf(error) === 'ENOENT' ? undefined : 'plain';
  }
}

function systemCodeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'unknown';
}

function asSecretError(error: unknown, code: 'cannot-read' | 'cannot-write', name: string, path: string): SecretError {
  if (error instanceof SecretError) return error;
  return new SecretError(code, { name, path, systemCode: systemCodeOf(error) }, { cause: error });
}
