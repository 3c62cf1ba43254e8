/** The portrait studio behind the doors: pictures read, drafts held, live tests, faces saved, edited and removed, their small pictures. Knows no pixels. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FoundFaceView, PortraitDraft, PortraitLook } from '../api/contract/portraits.ts';
import type { PortraitsPort } from '../api/portraits-port.ts';
import { cropAround, keepCrop } from '../contract/face-crop.ts';
import type { UserMessage } from '../contract/failure.ts';
import type { EngineChoice } from '../engines/contract/choice.ts';
import { createDeferred } from '../kernel/deferred.ts';
import type { Logger } from '../kernel/logger.ts';
import type { PersonFinder } from '../portraits/control/find-person.ts';
import { landmarkFault, type Landmarks } from '../portraits/pictures/landmarks.ts';
import { readPictureHeader } from '../portraits/pictures/picture-header.ts';
import { readLandmarks } from '../portraits/pictures/read-landmarks.ts';
import type { StudyPictureAnswer, StudyPictureRequest, ThumbnailAnswer, ThumbnailRequest } from '../portraits/protocol/study-picture.ts';
import { markersFile, openPortraitFiles, personFile, pictureFile, shownFile, thumbnailFile } from './portrait-files.ts';
import { previewPortrait, type PortraitPreviewOptions } from './portrait-preview.ts';
import { portraitWords } from './portrait-words.ts';

export interface PortraitDeskOptions {
  readonly dataDir: string;
  /** Small pictures of the faces that come with the studio, by choice id. */
  readonly shippedThumbnailsDir: string;
  readonly study: (request: StudyPictureRequest) => Promise<StudyPictureAnswer>;
  readonly personFinder: PersonFinder;
  readonly makeThumbnail: (request: ThumbnailRequest) => Promise<ThumbnailAnswer>;
  /** Loads a face once and lets it go; rejects with words where it will not do. */
  readonly tryFace: (choice: EngineChoice) => Promise<void>;
  /** A text spoken by this face and the voices that are on now. */
  readonly render: (
    face: EngineChoice,
    text: string,
    more: Parameters<PortraitPreviewOptions['render']>[1],
  ) => ReturnType<PortraitPreviewOptions['render']>;
  readonly isOnAir: () => boolean;
  /** Asked once, at the opening: does a slot begin with a face whose files lie in this folder? A removed one stays then. */
  readonly isWanted: (folder: string) => boolean;
  readonly choices: {
    all(): readonly EngineChoice[];
    own(choiceId: string): EngineChoice | undefined;
    put(choice: EngineChoice): void;
    remove(choiceId: string): void;
    inUse(choiceId: string): boolean;
  };
  readonly wordsOf: (error: unknown) => UserMessage | undefined;
  readonly now: () => number;
  readonly logger: Logger;
}

interface Draft {
  readonly draftId: string;
  readonly folder: string;
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly faces: FoundFaceView[];
  readonly choiceId: string | null;
}

/** More are not worked on at a time; the oldest one goes. */
const mostDrafts = 4;
const thumbnailSide = 160;

export function createPortraitDesk(options: PortraitDeskOptions): PortraitsPort & { dispose(): Promise<void> } {
  const { choices, logger } = options;
  const files = openPortraitFiles(options.dataDir, options.isWanted);
  const drafts = new Map<string, Draft>();
  let testing: AbortController | undefined;
  let tested: Promise<void> = Promise.resolve();

  async function hold(draft: Draft): Promise<void> {
    drafts.set(draft.draftId, draft);
    for (const draftId of [...drafts.keys()].slice(0, -mostDrafts)) await drop(draftId);
  }
  async function drop(draftId: string): Promise<void> {
    if (drafts.delete(draftId)) await files.dropDraft(draftId);
  }

  async function view(draft: Draft, look: PortraitLook): Promise<PortraitDraft> {
    const outline = path.join(draft.folder, personFile);
    return {
      draftId: draft.draftId,
      title: draft.title,
      picture: dataUrl(await readFile(path.join(draft.folder, shownFile))),
      width: draft.width,
      height: draft.height,
      faces: draft.faces,
      look,
      person: existsSync(outline) ? pngUrl(await readFile(outline)) : null,
      personOff: options.personFinder.off(),
      choiceId: draft.choiceId,
    };
  }

  /** A picture file into a draft; words where it will not do. */
  async function study(
    source: (folder: string) => Promise<string>,
    about: { readonly title: string; readonly choiceId: string | null },
    set?: Landmarks,
  ): ReturnType<PortraitsPort['read']> {
    const { draftId, folder } = await files.draft();
    try {
      const picturePath = await source(folder);
      const answer = await options.study({
        picturePath,
        outPath: path.join(folder, pictureFile),
        shownPath: path.join(folder, shownFile),
      });
      await rm(path.join(folder, 'upload'), { force: true });
      const found = 'faces' in answer ? answer.faces[0] : undefined;
      if ('refused' in answer || !found) {
        await files.dropDraft(draftId);
        return { done: false, words: 'refused' in answer ? answer.refused : portraitWords.notRead };
      }
      const faces = answer.faces.map(({ landmarks, findings }) => ({ markers: landmarks, findings: [...findings] }));
      const draft: Draft = { draftId, folder, ...about, ...answer.kept, faces };
      await hold(draft);
      const markers = set ?? found.landmarks;
      return { done: true, draft: await view(draft, { framing: framingFor(markers, draft), background: 'auto', mouth: 'auto', markers }) };
    } catch (error) {
      logger.warn('a picture was not read', { error: String(error) });
      await files.dropDraft(draftId);
      return { done: false, words: options.wordsOf(error) ?? portraitWords.notRead };
    }
  }

  const faultOf = ({ width, height, folder }: Draft, { markers, background }: PortraitLook): UserMessage | null =>
    landmarkFault(markers, width / height) ??
    (background === 'person' && !existsSync(path.join(folder, personFile)) ? portraitWords.personNotFound : null);
  const faceOf = (draft: Draft, look: PortraitLook, landmarksPath: string): EngineChoice => ({
    choiceId: 'portrait-draft',
    engineId: 'portrait',
    title: { en: draft.title, zh: draft.title },
    options: engineOptions(within(look, draft), draft.folder, landmarksPath),
  });

  return {
    async read({ name, bytes }) {
      // the door's bound is on bytes; what they are is looked at before anything is written
      if (readPictureHeader(bytes) === null) return { done: false, words: portraitWords.noPicture };
      return study(
        async (folder) => {
          const upload = path.join(folder, 'upload');
          await writeFile(upload, bytes);
          return upload;
        },
        { title: titleFrom(name), choiceId: null },
      );
    },

    async open(choiceId) {
      const choice = choices.own(choiceId);
      if (choice?.engineId !== 'portrait') return { done: false, words: portraitWords.notOwn };
      const folder = files.saved(choiceId);
      const kept = await files.about(choiceId);
      const { picturePath, landmarksPath } = choice.options;
      if (!folder || !kept) {
        // added by its path: it is read like a new picture, with the markers that it has
        const markers = typeof landmarksPath === 'string' ? await readLandmarks(landmarksPath).catch(() => undefined) : undefined;
        return study(async () => String(picturePath), { title: choice.title.en.slice(0, 80), choiceId }, markers);
      }
      try {
        const fresh = await files.draft();
        for (const name of [pictureFile, shownFile, personFile])
          if (name !== personFile || existsSync(path.join(folder, name)))
            await copyFile(path.join(folder, name), path.join(fresh.folder, name));
        const { title, width, height, faces, look } = kept;
        const draft: Draft = { ...fresh, title, width, height, faces, choiceId };
        await hold(draft);
        return { done: true, draft: await view(draft, look) };
      } catch (error) {
        logger.warn('a portrait could not be opened', { error: String(error) });
        return { done: false, words: portraitWords.notRead };
      }
    },

    async findPerson(draftId) {
      const draft = drafts.get(draftId);
      if (!draft) return { done: false, words: portraitWords.draftGone };
      const outPath = path.join(draft.folder, personFile);
      try {
        const answer = await options.personFinder.find({
          picturePath: path.join(draft.folder, pictureFile),
          // a guess is no face that the outline must hold
          faces: draft.faces.flatMap(({ markers }) => (markers.source === 'guess' ? [] : [markers.face])),
          outPath,
        });
        return 'refused' in answer ? { done: false, words: answer.refused } : { done: true, person: pngUrl(await readFile(outPath)) };
      } catch (error) {
        logger.warn('a person was not looked for', { error: String(error) });
        return { done: false, words: options.wordsOf(error) ?? portraitWords.personNotRead };
      }
    },

    discard: drop,

    async *preview({ draftId, look, text }, signal) {
      const draft = drafts.get(draftId);
      const words = draft ? (faultOf(draft, look) ?? (options.isOnAir() ? portraitWords.notOnAirNow : null)) : portraitWords.draftGone;
      if (!draft || words) {
        yield { stage: 'refused', words: words ?? portraitWords.draftGone };
        return;
      }
      // one at a time: the newest is the one that is looked at
      testing?.abort(new Error('another live test was asked for'));
      const mine = new AbortController();
      testing = mine;
      const before = tested;
      const over = createDeferred<void>();
      tested = over.promise;
      try {
        await before;
        yield* previewPortrait(
          {
            markers: look.markers,
            check: (markersPath) => options.tryFace(faceOf(draft, look, markersPath)),
            render: (markersPath, more) => options.render(faceOf(draft, look, markersPath), text, more),
            wordsOf: options.wordsOf,
            logger,
          },
          AbortSignal.any([signal, mine.signal]),
        );
      } finally {
        over.resolve();
      }
    },

    async save({ draftId, look: given, title }, by) {
      const draft = drafts.get(draftId);
      if (!draft) return { done: false, words: portraitWords.draftGone };
      const look = within(given, draft);
      const fault = faultOf(draft, look);
      if (fault) return { done: false, words: fault };
      try {
        const markersPath = path.join(draft.folder, markersFile);
        await writeFile(markersPath, JSON.stringify(look.markers));
        await options.tryFace(faceOf(draft, look, markersPath));
        const thumbnail = await options.makeThumbnail({
          picturePath: path.join(draft.folder, pictureFile),
          part: headOf(look.markers),
          side: thumbnailSide,
          outPath: path.join(draft.folder, thumbnailFile),
        });
        if ('refused' in thumbnail) return { done: false, words: thumbnail.refused };
        const choiceId = `own-${randomBytes(4).toString('hex')}`;
        const { width, height, faces } = draft;
        const folder = await files.save(draftId, choiceId, {
          title,
          width,
          height,
          faces,
          look,
          mayUse: { by, at: new Date(options.now()).toISOString() },
        });
        choices.put({
          choiceId,
          engineId: 'portrait',
          title: { en: title, zh: title },
          options: engineOptions(look, folder, path.join(folder, markersFile)),
        });
        // an edited one is a new choice: what is on air keeps the picture that it has until it is put on again, also over a restart
        if (draft.choiceId !== null && choices.own(draft.choiceId)) {
          choices.remove(draft.choiceId);
          await files.markRemoved(draft.choiceId);
        }
        await drop(draftId);
        return { done: true, choiceId };
      } catch (error) {
        logger.warn('a portrait was not saved', { error: String(error) });
        return { done: false, words: options.wordsOf(error) ?? portraitWords.notSaved };
      }
    },

    async remove(choiceId) {
      if (choices.own(choiceId)?.engineId !== 'portrait') return { done: false, words: portraitWords.notOwn };
      if (choices.inUse(choiceId)) return { done: false, words: portraitWords.inUse };
      choices.remove(choiceId);
      await files.markRemoved(choiceId);
      return { done: true };
    },

    async thumbnails() {
      const found = await Promise.all(
        choices.all().map(async ({ choiceId }) => {
          const own = files.saved(choiceId);
          const file = own ? path.join(own, thumbnailFile) : path.join(options.shippedThumbnailsDir, `${path.basename(choiceId)}.webp`);
          if (!existsSync(file)) return [];
          return [{ choiceId, picture: dataUrl(await readFile(file)) }];
        }),
      );
      return found.flat();
    },

    async dispose() {
      testing?.abort(new Error('the studio ends'));
      await tested;
    },
  };
}

/** A face that would stand small in the square of the show is proposed cropped. */
function framingFor(
  { face, source }: Landmarks,
  { width, height }: { readonly width: number; readonly height: number },
): PortraitLook['framing'] {
  const share = (face.height * height) / Math.max(width, height);
  return source !== 'guess' && share < 0.3 ? cropAround(face, 0.42, width / height) : 'whole';
}

const dataUrl = (bytes: Buffer): string => `data:image/webp;base64,${bytes.toString('base64')}`;
const pngUrl = (bytes: Buffer): string => `data:image/png;base64,${bytes.toString('base64')}`;

/** A crop lies within its picture, whoever set it. */
function within(look: PortraitLook, { width, height }: Draft): PortraitLook {
  return typeof look.framing === 'object' ? { ...look, framing: keepCrop(look.framing, width / height) } : look;
}

/** `folder` holds picture and outline. */
function engineOptions({ framing, background, mouth }: PortraitLook, folder: string, landmarksPath: string): EngineChoice['options'] {
  return {
    picturePath: path.join(folder, pictureFile),
    landmarksPath,
    ...(typeof framing === 'object' ? { crop: framing } : { faceShare: framing }),
    background,
    ...(background === 'person' ? { personPath: path.join(folder, personFile) } : {}),
    mouth,
  };
}

/** The last part of a file's name without its ending; never a path. */
function titleFrom(name: string): string {
  const bare = (name.split(/[\\/]/).at(-1) ?? '').replace(/\.[^.]*$/, '').replace(/^\.+$/, '');
  // oxlint-disable-next-line no-control-regex -- those are what is taken out
  const clean = bare.replace(/[\u0000-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, '').trim();
  return Array.from(clean).slice(0, 40).join('') || 'portrait';
}

/** Hair above and a bit of neck below. */
function headOf({ face }: Landmarks): ThumbnailRequest['part'] {
  return { x: face.x + face.width / 2, y: face.y + face.height * 0.42, height: face.height * 1.6 };
}
