/**
 * Books on disk: the samples' folder, never written to, and the user's own. A name in one of them is all that anyone outside may say, so no path
 * leaves these folders. A file is written whole or not at all.
 */
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { loadKnowledge, maxKnowledgeBytes } from '../engines/knowledge/load-knowledge.ts';
import type { Knowledge } from '../engines/knowledge/knowledge.ts';

export interface BookFile {
  readonly bookId: string;
  readonly origin: 'sample' | 'own';
  readonly path: string;
  readonly bytes: number;
  readonly changedAtMs: number;
}

export interface BookFiles {
  /** Samples first, then the user's own, each by name. */
  list(): Promise<readonly BookFile[]>;
  find(bookId: string): Promise<BookFile | undefined>;
  /** Throws EngineError 'missing-file' or 'bad-file', with words. The same object while the file is the same: do not change it. */
  read(file: BookFile): Promise<Knowledge>;
  /** Throws what the file system throws, and then the file is as it was. */
  write(bookId: string, text: string): Promise<BookFile>;
  remove(bookId: string): Promise<void>;
}

const samplePrefix = 'sample-';
const ownName = /^(?!sample-)[a-z0-9][a-z0-9-]{0,63}$/u;

export function createBookFiles({ folder, samplesDir }: { readonly folder: string; readonly samplesDir: string }): BookFiles {
  const cache = new Map<string, { readonly stamp: string; readonly book: Knowledge }>();
  const stampOf = ({ bytes, changedAtMs }: BookFile): string => `${bytes}/${changedAtMs}`;
  const ownPath = (bookId: string): string => {
    if (!ownName.test(bookId)) throw new RangeError(`'${bookId}' is not the name of a book`);
    return join(folder, `${bookId}.yaml`);
  };

  async function look(dir: string, origin: BookFile['origin']): Promise<readonly BookFile[]> {
    const names = await readdir(dir, { withFileTypes: true }).catch((error: unknown) => {
      if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
      throw error;
    });
    const found: BookFile[] = [];
    // a link could lead anywhere: only plain files count
    for (const entry of names.filter((one) => one.isFile() && one.name.endsWith('.yaml')).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const base = entry.name.slice(0, -'.yaml'.length);
      if (!ownName.test(base)) continue;
      const path = join(dir, entry.name);
      const facts = await stat(path).catch(() => undefined);
      if (facts)
        found.push({
          bookId: origin === 'sample' ? samplePrefix + base : base,
          origin,
          path,
          bytes: facts.size,
          changedAtMs: facts.mtimeMs,
        });
    }
    return found;
  }

  const files: BookFiles = {
    list: async () => [...(await look(samplesDir, 'sample')), ...(await look(folder, 'own'))],
    find: async (bookId) => (await files.list()).find((file) => file.bookId === bookId),
    async read(file) {
      const kept = cache.get(file.bookId);
      if (kept?.stamp === stampOf(file)) return kept.book;
      const book = await loadKnowledge(file.path);
      cache.set(file.bookId, { stamp: stampOf(file), book });
      return book;
    },
    async write(bookId, text) {
      const path = ownPath(bookId);
      const part = `${path}.new`;
      await mkdir(folder, { recursive: true });
      // what an earlier run left when it was ended in mid-write
      await rm(part, { force: true });
      try {
        const file = await open(part, 'wx');
        try {
          await file.writeFile(text);
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(part, path);
      } catch (error) {
        await rm(part, { force: true }).catch(() => undefined);
        throw error;
      }
      cache.delete(bookId);
      const { size, mtimeMs } = await stat(path);
      return { bookId, origin: 'own', path, bytes: size, changedAtMs: mtimeMs };
    },
    async remove(bookId) {
      await rm(ownPath(bookId), { force: true });
      cache.delete(bookId);
    },
  };
  return files;
}

export { maxKnowledgeBytes };
