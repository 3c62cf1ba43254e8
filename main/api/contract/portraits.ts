/** The portrait studio: a picture in, its faces and markers out, a live test, and a face that can be put on air. No file name ever comes from the caller. */
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import type { Permission } from '../../access/permissions.ts';
import type { UserMessage } from '../../contract/failure.ts';
import { mostPictureBytes } from '../../contract/picture-limits.ts';
import { landmarksSchema } from '../../portraits/pictures/landmarks.ts';
import { doorErrors, userMessage } from './errors.ts';

/** The connection carries JSON, so it comes in base64. Not `z.base64()`: its pattern does not stand strings of this length. */
const pictureBytes = z
  .string()
  .min(4)
  .max(Math.ceil(mostPictureBytes / 3) * 4, 'is more than 20 MB')
  .transform((text, context) => {
    try {
      const characters = atob(text);
      const bytes = new Uint8Array(characters.length);
      for (let n = 0; n < bytes.length; n++) bytes[n] = characters.charCodeAt(n);
      return bytes;
    } catch {
      context.addIssue({ code: 'custom', message: 'is no base64' });
      return z.NEVER;
    }
  });

const draftId = z.string().regex(/^[0-9a-f]{16}$/);
const choiceId = z.string().min(1).max(128);

/** How a portrait stands in the picture. */
export const portraitLook = z.object({
  markers: landmarksSchema,
  /**
   * `whole`: the picture as it is. A square of it: left and top as shares of its width and height, side as a share of its height; what lies beyond the picture
   * is taken back into it. A number: a square round the face, whose height is this share of it.
   */
  framing: z.union([
    z.literal('whole'),
    z.number().min(0.2).max(0.8),
    z.strictObject({ x: z.number().min(0).max(1), y: z.number().min(0).max(1), size: z.number().min(0.01).max(1) }),
  ]),
  /**
   * `blur`: fades towards its edges. `cut`: a background of one colour goes. `person`: all but the person goes, once `findPerson` has found one. `auto`: fades,
   * unless it is cut out already.
   */
  background: z.enum(['auto', 'keep', 'blur', 'cut', 'person']),
  mouth: z.enum(['auto', 'warp', 'drawn']),
});

export const foundFace = z.object({
  markers: landmarksSchema,
  findings: z.array(z.object({ code: z.enum(['none', 'several', 'profile', 'hidden', 'tiny', 'huge', 'unsure']), words: userMessage })),
});

export const portraitDraft = z.object({
  draftId,
  title: z.string(),
  /** data: URL, at most 1024 pixels a side. */
  picture: z.string(),
  width: z.number(),
  height: z.number(),
  /** At least one; the first is the best guess. */
  faces: z.array(foundFace),
  /** As it was saved, or as it is proposed. */
  look: portraitLook,
  /** The person's outline over the whole picture: a data: URL, opaque where the person is. null: not looked for yet. */
  person: z.string().nullable(),
  /** Why the person cannot be looked for; null: it can. */
  personOff: userMessage.nullable(),
  /** The saved portrait that is edited; null: a new one. */
  choiceId: z.string().nullable(),
});

const refused = z.object({ done: z.literal(false), words: userMessage });
const done = z.union([z.object({ done: z.literal(true) }), refused]);
const drafted = z.union([z.object({ done: z.literal(true), draft: portraitDraft }), refused]);

export const previewStages = ['checking', 'loading', 'speaking', 'writing'] as const;
export const previewNews = z.union([
  z.object({ stage: z.enum(previewStages) }),
  /** MP4 with sound, in base64. `unvoiced`: parts that no voice could say, with the reason. */
  z.object({ stage: z.literal('ready'), clip: z.string(), seconds: z.number(), unvoiced: z.array(z.string()) }),
  z.object({ stage: z.literal('refused'), words: userMessage }),
]);

const needs = (permission: Permission) => oc.$meta<{ readonly permission?: Permission }>({}).errors(doorErrors).meta({ permission });

export const portraitsContract = {
  /** Looks for faces in a picture. `name` becomes the proposed title, nothing else. A picture that cannot be used is refused in words. */
  read: needs('engine:operate')
    .input(z.object({ name: z.string().max(260), picture: pictureBytes }))
    .output(drafted),
  /** A saved portrait, to be edited. */
  open: needs('engine:operate').input(z.object({ choiceId })).output(drafted),
  /** Looks for the person in front of the background; from then on the background `person` can be set. */
  findPerson: needs('engine:operate')
    .input(z.object({ draftId }))
    .output(z.union([z.object({ done: z.literal(true), person: z.string() }), refused])),
  /** Gives a draft up. Harmless when it has gone. */
  discard: needs('engine:operate')
    .input(z.object({ draftId }))
    .output(z.object({ done: z.literal(true) })),
  /** A short clip by the real engine, voice and encoder, off air only. Ends when the reader goes. */
  preview: needs('engine:operate')
    .input(z.object({ draftId, look: portraitLook, text: z.string().trim().min(1).max(120) }))
    .output(eventIterator(previewNews)),
  /** Kept as a face that can be put on; `mayUse` says that whoever saves it may use the face, and is kept with it. */
  save: needs('engine:operate')
    .input(z.object({ draftId, look: portraitLook, title: z.string().trim().min(1).max(80), mayUse: z.literal(true) }))
    .output(z.union([z.object({ done: z.literal(true), choiceId: z.string() }), refused])),
  /** Refused while it is in use. */
  remove: needs('engine:operate').input(z.object({ choiceId })).output(done),
  /** Small pictures (data: URLs) of the faces that have one. */
  thumbnails: needs('studio:view').output(z.array(z.object({ choiceId: z.string(), picture: z.string() }))),
};

export type PortraitLook = z.infer<typeof portraitLook>;
export type PortraitDraft = z.infer<typeof portraitDraft>;
export type FoundFaceView = z.infer<typeof foundFace>;
export type PreviewNews = z.infer<typeof previewNews>;
export type PreviewStage = (typeof previewStages)[number];
export type PersonAnswer = { readonly done: true; readonly person: string } | { readonly done: false; readonly words: UserMessage };
export type DraftAnswer = z.infer<typeof drafted>;
