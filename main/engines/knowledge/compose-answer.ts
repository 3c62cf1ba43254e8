/** Chooses what to say to one line: product facts, a known question, small talk, or an honest "I don't know". Same line and memory, same answer. */
import { completeKnowledge } from './complete-knowledge.ts';
import type { Knowledge, KnowledgeLanguage, Product, QuestionEntry, Variants } from './knowledge.ts';
import { createPatternIndex, type PatternMatch } from './match-patterns.ts';
import { placeIn } from './place-names.ts';
import { priceRangeAnswers, productAnswers, productList, shippingSentence } from './product-answers.ts';
import { productSentences } from './product-sentences.ts';
import { createProductFinder, type ProductIntent, productIntentsIn, wordsBesideFacts } from './product-intent.ts';
import { foldText, hasWords, questionLanguage, type TextSpan } from './tokenize.ts';

export interface Answer {
  readonly text: string;
  readonly lang: KnowledgeLanguage;
  readonly source: 'product' | 'question' | 'wordless' | 'unknown';
  /** Entry or product that the answer comes from. */
  readonly sourceId: string | null;
}

/** What decided. `question-about-product`: a product is named, and a stored question fits what else is said of it. */
export const answerReasons = [
  'question',
  'question-about-product',
  'product',
  'two-products',
  'product-before',
  'fact-without-product',
  'wordless',
  'unknown',
] as const;
export type AnswerReason = (typeof answerReasons)[number];

/** The answer, and how it came about. */
export interface Explanation {
  readonly answer: Answer;
  readonly reason: AnswerReason;
  /** What a stored question had to reach to be taken, 0..1; above 1: none could. */
  readonly threshold: number;
  /** Stored questions that share a word with the line, the best first. */
  readonly candidates: readonly PatternMatch[];
  /** Products that are named. */
  readonly products: readonly Product[];
  /** Where in the folded text each of them is named. */
  readonly productPlaces: readonly TextSpan[];
  /** What is asked of a product. */
  readonly facts: readonly ProductIntent[];
}

/** What one show has heard so far. Bounded by the size of the knowledge file. */
export interface AnswerMemory {
  lang: KnowledgeLanguage;
  product: Product | null;
  /** Lines since the product was spoken of. */
  productAge: number;
  lastText: string;
  readonly lastVariant: Map<string, number>;
}

export interface Composer {
  newMemory(): AnswerMemory;
  answer(line: string, memory: AnswerMemory): Answer;
  /** The same, with what led to it: `answer` is this one's. */
  explain(line: string, memory: AnswerMemory): Explanation;
  /** A memory that began with an earlier state of the book goes on with this one. */
  adopt(memory: AnswerMemory): void;
  /** Something of its own accord: what is sold, one thing after another by `round`, in the language that was spoken last. */
  talk(round: number, memory: AnswerMemory): Answer;
}

const consideredCharacters = 400;
const sureConfidence = 0.85;
const enoughConfidence = 0.55;
/** The more facts a line asks of a product that it names, the less a stored question may stand for it. */
const wantedConfidence = (facts: number): number => (facts === 0 ? enoughConfidence : facts === 1 ? sureConfidence : 1);
/** "How much is it" means the product that was spoken of this many lines ago at most. */
const productMemoryLines = 6;
const pointsBack = {
  en: /\b(it|its|it's|this|that|that one|this one|them|they)\b/iu,
  zh: /这个|这款|这个呢|它|那个|那款|这种|这把|这只/u,
} as const;

/** Greetings that every file answers by its persona's greeting. */
const greetingAsk: QuestionEntry['ask'] = {
  en: ['hello', 'hi', 'hi there', 'hey', 'hello everyone', 'good morning', 'good afternoon', 'good evening', 'greetings', 'hello host'],
  zh: ['你好', '您好', '大家好', '主播好', '早上好', '下午好', '晚上好', '嗨', '哈喽', '哈啰', '在吗', '主播晚上好', '我来了'],
  emoji: ['👋', '🙋'],
};

type Chosen = Omit<Explanation, 'answer'> & { readonly answer: Omit<Answer, 'lang'> };

/** Above every confidence: a line that asks two facts of a product is answered by the product. */
const unreachable = 2;
/** What is sold out is not offered: "sold out" stands for where to buy it and when it would arrive, too. */
const saidBySoldOut: ReadonlySet<ProductIntent | 'overview'> = new Set(['stock', 'link', 'shipping']);
/** A stored answer to one of these sounds as if it could be bought. */
const sellingFacts: ReadonlySet<ProductIntent> = new Set(['price', 'link', 'shipping']);

/** Whether the words that a stored question met are what the line is about, not only its "how much". */
const meetsOneOf = (terms: readonly string[], words: ReadonlySet<string>): boolean =>
  terms.some((term) => words.has(term) || (/\p{Script=Han}/u.test(term) && Array.from(term).some((character) => words.has(character))));

export function createComposer(book: Knowledge): Composer {
  const knowledge = completeKnowledge(book);
  const greeting: QuestionEntry = { id: 'persona-greeting', ask: greetingAsk, answer: knowledge.persona.greeting };
  const index = createPatternIndex([...knowledge.questions, ...knowledge.smallTalk, greeting]);
  const questions: ReadonlySet<QuestionEntry> = new Set(knowledge.questions);
  const finder = createProductFinder(knowledge.products);
  const placesOf: { [lang in KnowledgeLanguage]?: readonly string[] } = {};
  /** Places abroad that stored questions name. Looked for when one is asked for: few books have any. */
  function knownPlaces(lang: KnowledgeLanguage): readonly string[] {
    const found = knowledge.questions.flatMap(({ ask }) => ask[lang].flatMap((phrase) => placeIn(foldText(phrase))?.name ?? []));
    const places = [...new Set(found)];
    placesOf[lang] = places;
    return places;
  }

  /**
   * What is stored of sending something abroad. A country that no question names is asked for as one that is named; where those have
   * different answers, none is known to be true of it.
   */
  function rankAbroad(line: string, lang: KnowledgeLanguage): readonly PatternMatch[] {
    const folded = foldText(line);
    const place = placeIn(folded);
    if (!place) return [];
    const known = placesOf[lang] ?? knownPlaces(lang);
    const ranked = (known.includes(place.name) ? [place.name] : known)
      .map((name) =>
        index
          .rank(`${folded.slice(0, place.from)}${name}${folded.slice(place.until)}`, lang)
          .filter(({ entry, pattern }) => questions.has(entry) && foldText(pattern).includes(name)),
      )
      .filter(([best]) => best !== undefined && best.confidence >= enoughConfidence)
      .sort(([a], [b]) => (b?.confidence ?? 0) - (a?.confidence ?? 0));
    return new Set(ranked.map(([best]) => best?.entry)).size === 1 ? (ranked[0] ?? []) : [];
  }

  /** The next variant of its kind; never the sentence that was said last. */
  function vary(key: string, variants: readonly string[], memory: AnswerMemory): string {
    let at = ((memory.lastVariant.get(key) ?? -1) + 1) % variants.length;
    if (variants.length > 1 && variants[at] === memory.lastText) at = (at + 1) % variants.length;
    memory.lastVariant.set(key, at);
    return variants[at] ?? '';
  }

  function fill(text: string, lang: KnowledgeLanguage): string {
    const slots: Readonly<Record<string, string>> = {
      name: knowledge.persona.name[lang],
      title: knowledge.title[lang],
      products: productList(knowledge.products, lang),
      shipping: shippingSentence(knowledge.shipping, lang) ?? '',
    };
    return text.replace(/\{([^}]*)\}/gu, (whole, name: string) => slots[name] ?? whole);
  }

  function fromVariants(key: string, variants: Variants, lang: KnowledgeLanguage, memory: AnswerMemory): string {
    return fill(vary(`${key}/${lang}`, variants[lang], memory), lang);
  }

  function aboutProduct(product: Product, intents: readonly ProductIntent[], lang: KnowledgeLanguage, memory: AnswerMemory): string {
    const facts = intents.filter((intent) => intent !== 'points');
    const asked: readonly (ProductIntent | 'overview')[] =
      facts.length > 0 ? facts.slice(0, 2) : intents.length > 0 ? ['points'] : ['overview'];
    const soldOut = product.stock === 0;
    const told = soldOut ? asked.filter((intent) => !saidBySoldOut.has(intent)) : asked;
    const sentences = told.map((intent, order) => {
      if (intent === 'shipping' && order > 0)
        return shippingSentence(knowledge.shipping, lang) ?? productSentences[lang].notKnown(product.name[lang]);
      const variants = productAnswers(knowledge, product, intent, lang);
      return variants ? vary(`${product.id}/${intent}/${lang}`, variants, memory) : productSentences[lang].notKnown(product.name[lang]);
    });
    if (soldOut && told.length === 0)
      sentences.push(vary(`${product.id}/stock/${lang}`, productSentences[lang].soldOut(product.name[lang]), memory));
    return [...new Set(sentences), ...(told.length > 0 ? butSoldOut([product], lang, memory) : [])].join(gap(lang));
  }

  const gap = (lang: KnowledgeLanguage): string => (lang === 'en' ? ' ' : '');

  /** To be said behind something else about these. */
  function butSoldOut(products: readonly Product[], lang: KnowledgeLanguage, memory: AnswerMemory): readonly string[] {
    return products
      .filter(({ stock }) => stock === 0)
      .map(({ id, name }) => vary(`${id}/but-sold-out/${lang}`, productSentences[lang].butSoldOut(name[lang]), memory));
  }

  function choose(text: string, lang: KnowledgeLanguage, memory: AnswerMemory): Chosen {
    const { products, places, rest } = finder.find(text);
    const intents = productIntentsIn(text);
    const facts = intents.filter((intent) => intent !== 'points');
    // The book's delivery is told to nobody abroad: there only a question that names a place counts.
    const abroad = facts.includes('shipping') && placeIn(foldText(text)) !== null;
    const asked = abroad ? intents.filter((intent) => intent !== 'shipping') : intents;
    const rank = (line: string): readonly PatternMatch[] => (abroad ? rankAbroad(line, lang) : index.rank(line, lang));
    const ofWhole = rank(text);
    const [whole] = ofWhole;
    const question = (entry: QuestionEntry): Chosen['answer'] => ({
      text: fromVariants(entry.id, entry.answer, lang, memory),
      source: 'question',
      sourceId: entry.id,
    });
    const product = (about: Product): Chosen['answer'] => {
      speakOf(about, memory);
      return { text: aboutProduct(about, asked, lang, memory), source: 'product', sourceId: about.id };
    };

    const unknown = (): Chosen['answer'] => ({
      text: fromVariants('unknown', knowledge.unknown, lang, memory),
      source: 'unknown',
      sourceId: null,
    });

    const [named, other] = products;
    if (named) {
      const ofRest = rest === '' ? [] : rank(rest);
      const candidates = (ofRest[0]?.confidence ?? 0) > (whole?.confidence ?? 0) ? ofRest : ofWhole;
      const [best] = candidates;
      const threshold = abroad && facts.length === 1 ? enoughConfidence : wantedConfidence(facts.length);
      const told = { threshold: rest === '' ? unreachable : threshold, candidates, products, productPlaces: places, facts: intents };
      // Small talk about what is left of "how is the oolong?" would be beside the point.
      if (best && questions.has(best.entry) && rest !== '' && best.confidence >= threshold) {
        speakOf(named, memory);
        const answer = question(best.entry);
        const note = facts.some((fact) => sellingFacts.has(fact)) ? butSoldOut([named], lang, memory) : [];
        return { ...told, reason: 'question-about-product', answer: { ...answer, text: [answer.text, ...note].join(gap(lang)) } };
      }
      if (abroad && facts.length === 1) {
        speakOf(named, memory);
        return { ...told, reason: 'unknown', answer: unknown() };
      }
      if (!other) return { ...told, reason: 'product', answer: product(named) };
      speakOf(other, memory);
      const text = aboutBoth(
        named,
        other,
        asked.filter((intent) => intent !== 'points'),
        lang,
        memory,
      );
      return { ...told, reason: 'two-products', answer: { text, source: 'product', sourceId: named.id } };
    }
    const spokenOf = memory.productAge <= productMemoryLines ? memory.product : null;
    const pointed = pointsBack[lang].test(foldText(text));
    const confidence = whole?.confidence ?? 0;
    const told = { candidates: ofWhole, products, productPlaces: places, facts: intents };
    const asks = facts.length > 0 && !facts.includes('shipping');
    const beside = asks ? wordsBesideFacts(text) : new Set<string>();
    const meant = whole !== undefined && meetsOneOf(whole.terms, beside);
    // "How much is the matcha" names something, if nothing of this book: it does not mean what was spoken of.
    if (spokenOf && asks && (pointed || beside.size === 0)) {
      const threshold = pointed && !meant ? 1 : sureConfidence;
      if (confidence < threshold) return { ...told, threshold, reason: 'product-before', answer: product(spokenOf) };
    }
    const threshold = asks && !meant ? sureConfidence : enoughConfidence;
    if (whole && confidence >= threshold) return { ...told, threshold, reason: 'question', answer: question(whole.entry) };
    if (spokenOf && pointed && intents.includes('points'))
      return { ...told, threshold, reason: 'product-before', answer: product(spokenOf) };
    const general = abroad ? null : generalAnswer(facts, lang, memory);
    if (general)
      return { ...told, threshold, reason: 'fact-without-product', answer: { text: general, source: 'product', sourceId: null } };
    return { ...told, threshold, reason: 'unknown', answer: unknown() };
  }

  function speakOf(product: Product, memory: AnswerMemory): void {
    memory.product = product;
    memory.productAge = 0;
  }

  function aboutBoth(
    first: Product,
    second: Product,
    facts: readonly ProductIntent[],
    lang: KnowledgeLanguage,
    memory: AnswerMemory,
  ): string {
    if (facts.length > 0) return [first, second].map((product) => aboutProduct(product, facts.slice(0, 1), lang, memory)).join(gap(lang));
    const compared = vary(`compare/${lang}`, productSentences[lang].compare(first.summary[lang], second.summary[lang]), memory);
    return [compared, ...butSoldOut([first, second], lang, memory)].join(gap(lang));
  }

  /** A fact was asked for, but of which product? */
  function generalAnswer(facts: readonly ProductIntent[], lang: KnowledgeLanguage, memory: AnswerMemory): string | null {
    const [intent] = facts;
    if (facts.includes('shipping')) return shippingSentence(knowledge.shipping, lang);
    if (intent === undefined || knowledge.products.length === 0) return null;
    const variants =
      intent === 'price'
        ? priceRangeAnswers(knowledge.products, lang)
        : productSentences[lang].whichOne(productList(knowledge.products, lang));
    return variants && vary(`general/${intent}/${lang}`, variants, memory);
  }

  function explain(line: string, memory: AnswerMemory): Explanation {
    const text = line.slice(0, consideredCharacters);
    memory.productAge += 1;
    const lang = questionLanguage(text, memory.lang);
    const chosen = hasWords(text) ? choose(text, lang, memory) : wordless(text, lang, memory);
    memory.lang = lang;
    memory.lastText = chosen.answer.text;
    return { ...chosen, answer: { ...chosen.answer, lang } };
  }

  function wordless(text: string, lang: KnowledgeLanguage, memory: AnswerMemory): Chosen {
    const candidates = index.rank(text, lang);
    const [match] = candidates;
    const told = { threshold: enoughConfidence, candidates, products: [], productPlaces: [], facts: [] };
    if (match && match.confidence >= enoughConfidence) {
      const answer = fromVariants(match.entry.id, match.entry.answer, lang, memory);
      return { ...told, reason: 'question', answer: { text: answer, source: 'question', sourceId: match.entry.id } };
    }
    const answer = fromVariants('wordless', knowledge.wordless, lang, memory);
    return { ...told, reason: 'wordless', answer: { text: answer, source: 'wordless', sourceId: null } };
  }

  /** Everything that can be said unasked, products in turn: first of each the first reason to like it. What is sold out is not praised. */
  function talks(lang: KnowledgeLanguage): readonly { readonly product: Product | null; readonly text: string }[] {
    const sold = knowledge.products.filter(({ stock }) => stock !== 0);
    const rounds = Math.max(0, ...sold.map(({ points }) => points[lang].length));
    const about = Array.from({ length: rounds }, (_, at) =>
      sold.flatMap((product) => {
        const point = at === 0 ? productAnswers(knowledge, product, 'overview', lang)?.[0] : product.points[lang][at];
        return point ? [{ product, text: at === 0 ? point : `${product.name[lang]}${lang === 'en' ? ': ' : '，'}${point}` }] : [];
      }),
    ).flat();
    const shipping = shippingSentence(knowledge.shipping, lang);
    const all = shipping ? [...about, { product: null, text: shipping }] : about;
    return all.length > 0 ? all : knowledge.persona.greeting[lang].map((text) => ({ product: null, text: fill(text, lang) }));
  }

  return {
    talk(round, memory) {
      const { lang } = memory;
      const all = talks(lang);
      const { product, text } = all[round % all.length] ?? { product: null, text: fill(knowledge.persona.greeting[lang][0] ?? '', lang) };
      if (product) speakOf(product, memory);
      memory.lastText = text;
      return { text, lang, source: product ? 'product' : 'question', sourceId: product?.id ?? null };
    },
    newMemory: () => ({ lang: knowledge.defaultLanguage, product: null, productAge: 0, lastText: '', lastVariant: new Map() }),
    answer: (line, memory) => explain(line, memory).answer,
    explain,
    adopt(memory) {
      const before = memory.product?.id;
      memory.product = knowledge.products.find((product) => product.id === before) ?? null;
    },
  };
}
