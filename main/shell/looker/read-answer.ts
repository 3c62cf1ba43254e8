/** What the looking page says, checked: it runs foreign code with 'unsafe-eval', so nothing of it is believed unread. Pure. */
import { z } from 'zod';
import type { PersonMask, SeenFace } from '../../contract/picture-looker.ts';

export class LookFault extends Error {
  /** `no-webgl`: it cannot look on this machine; `failed`: this picture, or its library. */
  readonly code: 'no-webgl' | 'failed';
  constructor(code: LookFault['code'], detail: string) {
    super(detail);
    this.name = 'LookFault';
    this.code = code;
  }
}

const share = z.number().min(-1).max(2);
const faults = z.object({ fault: z.enum(['no-webgl', 'failed']), detail: z.string().max(1000) });
const faces = z.object({
  faces: z
    .array(
      z
        .array(z.tuple([share, share]))
        .min(468)
        .max(478),
    )
    .max(8),
});
const side = z.number().int().min(16).max(512);
const mask = z.object({ width: side, height: side, cover: z.string().max(400_000) });

export function readFaces(answer: unknown): readonly SeenFace[] {
  return parse(faces, answer).faces.map((mesh) => ({ mesh }));
}

export function readMask(answer: unknown): PersonMask {
  const { width, height, cover } = parse(mask, answer);
  const bytes = new Uint8Array(Buffer.from(cover, 'base64'));
  if (bytes.length !== width * height) throw new LookFault('failed', `a mask of ${width}x${height} has ${bytes.length} bytes`);
  return { width, height, cover: bytes };
}

function parse<T>(schema: z.ZodType<T>, answer: unknown): T {
  const fault = faults.safeParse(answer);
  if (fault.success) throw new LookFault(fault.data.fault, fault.data.detail);
  const parsed = schema.safeParse(answer);
  if (!parsed.success) throw new LookFault('failed', `the page answered what cannot be read: ${parsed.error.issues[0]?.message ?? ''}`);
  return parsed.data;
}
