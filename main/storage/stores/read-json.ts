/** Columns that hold JSON, and the shapes that several stores read. */
import { z } from 'zod';
import type { EngineChoice } from '../../engines/contract/choice.ts';

export const words = z.object({ en: z.string(), zh: z.string() });
export const choice: z.ZodType<EngineChoice> = z.object({
  choiceId: z.string(),
  engineId: z.string(),
  title: words,
  options: z.record(z.string(), z.unknown()),
});

/** A text column that holds JSON of this shape; null stays null. */
export const json = <T extends z.ZodType>(shape: T) =>
  z.preprocess((value, context) => {
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'is no JSON' });
      return z.NEVER;
    }
  }, shape);

export const toJson = (value: unknown): string | null => (value === null || value === undefined ? null : JSON.stringify(value));

/** Rows of this shape; one that is damaged is left out, the others are there. */
export function readRows<T>(rows: readonly unknown[], shape: z.ZodType<T>): T[] {
  return rows.flatMap((row) => {
    const read = shape.safeParse(row);
    return read.success ? [read.data] : [];
  });
}
