/**
 * The shape of a knowledge file, and what must hold across its parts. One language is enough everywhere: '' and [] stand for the other one
 * (complete-knowledge.ts fills it in for the engine). Pure: reading is load-knowledge.ts.
 */
import { z } from 'zod';

export const knowledgeLanguages = ['en', 'zh'] as const;
export type KnowledgeLanguage = (typeof knowledgeLanguages)[number];

export const longestPhrase = 400;
const phrase = z.string().trim().min(1).max(longestPhrase);
const phrases = z.array(phrase).max(60).default([]);
const spoken = z.string().trim().max(longestPhrase).default('');
const oneIsThere = 'needs at least one language';
const someWords = z.strictObject({ en: spoken, zh: spoken });
/** One text per language. */
const words = someWords.refine(({ en, zh }) => en !== '' || zh !== '', oneIsThere);
const someVariants = z.strictObject({ en: phrases, zh: phrases });
/** Several ways to say the same, per language. */
const variants = someVariants.refine(({ en, zh }) => en.length + zh.length > 0, oneIsThere);
const id = z
  .string()
  .max(80)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/u, 'must be kebab-case, for example "green-tea"');

export const currencies = ['CNY', 'USD', 'EUR', 'GBP', 'JPY', 'HKD', 'TWD'] as const;
export type Currency = (typeof currencies)[number];

export const productSchema = z.strictObject({
  id,
  name: words,
  aliases: z.strictObject({ en: z.array(phrase).max(30).default([]), zh: z.array(phrase).max(30).default([]) }).default({ en: [], zh: [] }),
  /** What it is, in a sentence; left out, its name has to do. */
  summary: someWords.default({ en: '', zh: '' }),
  price: z.strictObject({ amount: z.number().positive().max(10_000_000), currency: z.enum(currencies) }).optional(),
  /** Pieces that are left; absent = not counted. */
  stock: z.number().int().min(0).max(1_000_000_000).optional(),
  size: words.optional(),
  /** Reasons to like it. */
  points: someVariants.default({ en: [], zh: [] }),
  link: z
    .url({ protocol: /^https?$/u })
    .max(2048)
    .optional(),
});

export const questionSchema = z.strictObject({
  id,
  ask: z
    .strictObject({ en: phrases, zh: phrases, emoji: z.array(phrase).max(40).default([]) })
    .refine(({ en, zh, emoji }) => en.length + zh.length + emoji.length > 0, 'needs at least one way to ask'),
  answer: variants,
});

/** Entries of one file. */
export const knowledgeLimits = { products: 500, questions: 2_000, smallTalk: 500 } as const;

const shipping = z.strictObject({
  fee: z.number().min(0),
  /** Orders from this sum on ship free. */
  freeFrom: z.number().positive().optional(),
  currency: z.enum(currencies),
  days: z.tuple([z.number().int().min(0).max(365), z.number().int().min(0).max(365)]),
});

export const knowledgeSchema = z
  .strictObject({
    version: z.literal(1),
    /** How lists name the file; left out, its title does. */
    label: z.string().trim().min(1).max(80).optional(),
    title: words,
    defaultLanguage: z.enum(knowledgeLanguages).default('en'),
    persona: z.strictObject({ name: words, greeting: variants }),
    shipping: shipping.optional(),
    products: z.array(productSchema).max(knowledgeLimits.products).default([]),
    questions: z.array(questionSchema).max(knowledgeLimits.questions).default([]),
    smallTalk: z.array(questionSchema).max(knowledgeLimits.smallTalk).default([]),
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
