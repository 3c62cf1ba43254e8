/**
 * Where portraits lie: drafts (gone at the next start) and saved ones, one folder each, named by an id that the studio makes. No name of the user's becomes a
 * path. A removed portrait keeps its files until the next start: an engine that is still loaded may need them once more. It keeps them longer where a slot still
 * begins with that face: an edited one is another choice, and the slot has the old one until somebody swaps.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { foundFace, portraitLook } from '../api/contract/portraits.ts';
import type { EngineChoice } from '../engines/contract/choice.ts';

export const pictureFile = 'picture.png';
export const markersFile = 'picture.png.landmarks.json';
export const shownFile = 'shown.webp';
/** The person's outline, where it was looked for. */
export const personFile = 'person.png';
export const thumbnailFile = 'thumbnail.webp';
const aboutFile = 'about.json';
const removedFile = 'removed';

const about = z.object({
  title: z.string(),
  width: z.number(),
  height: z.number(),
  faces: z.array(foundFace),
  look: portraitLook,
  /** Who said that the face may be used, and when. */
  mayUse: z.object({ by: z.string(), at: z.string() }),
});
export type PortraitAbout = z.infer<typeof about>;

export interface PortraitFiles {
  /** A new folder for a draft. */
  draft(): Promise<{ readonly draftId: string; readonly folder: string }>;
  dropDraft(draftId: string): Promise<void>;
  /** The folder of a saved portrait; undefined: there is none. */
  saved(choiceId: string): string | undefined;
  /** undefined where it is not there or cannot be read. */
  about(choiceId: string): Promise<PortraitAbout | undefined>;
  /** A copy of a draft's folder, whole or not at all. */
  save(draftId: string, choiceId: string, story: PortraitAbout): Promise<string>;
  markRemoved(choiceId: string): Promise<void>;
}

/** Does the choice name a file of this folder? */
export function isMadeOf({ options }: EngineChoice, folder: string): boolean {
  const within = path.resolve(folder) + path.sep;
  return Object.values(options).some((value) => typeof value === 'string' && path.resolve(value).startsWith(within));
}

/** Drafts and removed portraits of the last run go; `isWanted`: of a removed one, that something still needs its folder. */
export function openPortraitFiles(dataDir: string, isWanted: (folder: string) => boolean = () => false): PortraitFiles {
  const drafts = path.join(dataDir, 'portraits', 'drafts');
  const own = path.join(dataDir, 'portraits', 'own');
  rmSync(drafts, { recursive: true, force: true });
  if (existsSync(own))
    for (const name of readdirSync(own)) {
      const folder = path.join(own, name);
      const isOver = name.endsWith('.new') || (existsSync(path.join(folder, removedFile)) && !isWanted(folder));
      if (isOver) rmSync(folder, { recursive: true, force: true });
    }

  const folderOf = (choiceId: string): string | undefined =>
    /^own-[0-9a-f]{8}$/.test(choiceId) && existsSync(path.join(own, choiceId, pictureFile)) ? path.join(own, choiceId) : undefined;

  return {
    async draft() {
      const draftId = randomBytes(8).toString('hex');
      const folder = path.join(drafts, draftId);
      await mkdir(folder, { recursive: true });
      return { draftId, folder };
    },
    dropDraft: (draftId) => rm(path.join(drafts, draftId), { recursive: true, force: true }),
    saved: folderOf,
    async about(choiceId) {
      const folder = folderOf(choiceId);
      if (!folder) return undefined;
      try {
        return about.parse(JSON.parse(await readFile(path.join(folder, aboutFile), 'utf8')));
      } catch {
        return undefined;
      }
    },
    async save(draftId, choiceId, story) {
      const folder = path.join(own, choiceId);
      const fresh = `${folder}.new`;
      await mkdir(own, { recursive: true });
      try {
        await cp(path.join(drafts, draftId), fresh, { recursive: true });
        await writeFile(path.join(fresh, markersFile), JSON.stringify(story.look.markers));
        await writeFile(path.join(fresh, aboutFile), JSON.stringify(story));
        await rename(fresh, folder);
      } finally {
        await rm(fresh, { recursive: true, force: true });
      }
      return folder;
    },
    async markRemoved(choiceId) {
      const folder = folderOf(choiceId);
      if (folder) await writeFile(path.join(folder, removedFile), '');
    },
  };
}
