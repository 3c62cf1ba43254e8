/** The shape of a knowledge file, and what must hold across its parts. Pure: reading is load-knowledge.ts. */
import { z } from 'zod';

export const knowledgeLanguages = ['en', 'zh'] as const;
export type KnowledgeLanguage = (typeof knowledgeLanguages)[number];

const phrase = z.string().trim().min(1).max(400);
const phrases = z.array(phrase).min(1).max(60);
/** One text per language. */
const words = z.strictObject({ en: phrase, zh: phrase });
/** Several ways to say the same, per language. */
const variants = z.strictObject({ en: phrases, zh: phrases });
const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/u, 'must be kebab-case, for example "green-tea"');

const product = z.strictObject({
  id,
  name: words,
  aliases: z.strictObject({ en: z.array(phrase).max(30).default([]), zh: z.array(phrase).max(30).default([]) }).default({ en: [], zh: [] }),
  /** What it is, in a sentence. */
  summary: words,
  price: z
    .strictObject({ amount: z.number().positive().max(10_000_000), currency: z.enum(['CNY', 'USD', 'EUR', 'GBP', 'JPY', 'HKD', 'TWD']) })
    .optional(),
  /** Pieces that are left; absent = not counted. */
  stock: z.number().int().min(0).optional(),
  size: words.optional(),
  /** Reasons to like it. */
  points: variants,
  link: z.url().optional(),
});

const entry = z.strictObject({
  id,
  ask: z.strictObject({ en: phrases, zh: phrases, emoji: z.array(phrase).max(40).default([]) }),
  answer: variants,
});

const shipping = z.strictObject({
  fee: z.number().min(0),
  /** Orders from this sum on ship free. */
  freeFrom: z.number().positive().optional(),
  currency: z.enum(['CNY', 'USD', 'EUR', 'GBP', 'JPY', 'HKD', 'TWD']),
  days: z.tuple([z.number().int().min(0), z.number().int().min(0)]),
});

export const knowledgeSchema = z
  .strictObject({
    version: z.literal(1),
    title: words,
    defaultLanguage: z.enum(knowledgeLanguages).default('en'),
    persona: z.strictObject({ name: words, greeting: variants }),
    shipping: shipping.optional(),
    products: z.array(product).max(500).default([]),
    questions: z.array(entry).max(2_000).default([]),
    smallTalk: z.array(entry).max(500).default([]),
    /** Said when nothing fits: honest, and says what can be asked. */
    unknown: variants,
    /** Said to a line without words (emoji, punctuation). */
    wordless: variants,
  })
  .superRefine((knowledge, context) => {
    for (const part of ['products', 'questions', 'smallTalk'] as const) {
      const seen = new Set<string>();
      knowledge[part].forEach((item, index) => {
        if (seen.has(item.id)) context.addIssue({ code: 'custom', path: [part, index, 'id'], message: `"${item.id}" is used twice` });
        seen.add(item.id);
      });
    }
    const checkAnswers = (answers: Record<KnowledgeLanguage, string[]>, path: (string | number)[]): void => {
      for (const lang of knowledgeLanguages) {
        answers[lang].forEach((answer, index) => {
          for (const slot of answer.matchAll(/\{([^}]*)\}/gu)) {
            if (!(answerSlots as readonly string[]).includes(slot[1] ?? '')) {
              context.addIssue({
                code: 'custom',
                path: [...path, lang, index],
                message: `unknown slot {${slot[1]}}; known are ${answerSlots.map((name) => `{${name}}`).join(', ')}`,
              });
            } else if (slot[1] === 'shipping' && !knowledge.shipping) {
              context.addIssue({
                code: 'custom',
                path: [...path, lang, index],
                message: 'uses {shipping}, but the file has no part "shipping"',
              });
            }
          }
        });
      }
    };
    for (const part of ['questions', 'smallTalk'] as const)
      knowledge[part].forEach((item, index) => checkAnswers(item.answer, [part, index, 'answer']));
    checkAnswers(knowledge.persona.greeting, ['persona', 'greeting']);
    checkAnswers(knowledge.unknown, ['unknown']);
    checkAnswers(knowledge.wordless, ['wordless']);
  });

/** Filled in wherever an answer holds them. */
export const answerSlots = ['name', 'title', 'products', 'shipping'] as const;

export type Knowledge = z.infer<typeof knowledgeSchema>;
export type Product = Knowledge['products'][number];
export type QuestionEntry = Knowledge['questions'][number];
export type Variants = Readonly<Record<KnowledgeLanguage, readonly string[]>>;
