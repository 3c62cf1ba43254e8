/** A book that is written in one language answers in that one whatever was asked in: what the other lacks is taken over. Pure. */
import {
  type Knowledge,
  knowledgeLanguages,
  type KnowledgeLanguage,
  type Product,
  type QuestionEntry,
  type Variants,
} from './knowledge.ts';
import { productSentences } from './product-sentences.ts';

type Words = Readonly<Record<KnowledgeLanguage, string>>;

/** Every text that can be said is there in both languages; ways to ask stay as they are: they are recognised, not said. */
export function completeKnowledge(book: Knowledge): Knowledge {
  return {
    ...book,
    title: bothWords(book.title),
    persona: { name: bothWords(book.persona.name), greeting: bothVariants(book.persona.greeting) },
    products: book.products.map(completeProduct),
    questions: book.questions.map(completeEntry),
    smallTalk: book.smallTalk.map(completeEntry),
    unknown: bothVariants(book.unknown),
    wordless: bothVariants(book.wordless),
  };
}

const other = (lang: KnowledgeLanguage): KnowledgeLanguage => (lang === 'en' ? 'zh' : 'en');
const perLanguage = <T>(of: (lang: KnowledgeLanguage) => T): Record<KnowledgeLanguage, T> => ({ en: of('en'), zh: of('zh') });
const bothWords = (words: Words): Record<KnowledgeLanguage, string> => perLanguage((lang) => words[lang] || words[other(lang)]);
const bothVariants = (variants: Variants): Record<KnowledgeLanguage, string[]> =>
  perLanguage((lang) => Array.from(variants[lang].length > 0 ? variants[lang] : variants[other(lang)]));

function completeEntry(entry: QuestionEntry): QuestionEntry {
  return { ...entry, answer: bothVariants(entry.answer) };
}

function completeProduct(product: Product): Product {
  const name = bothWords(product.name);
  const hasSummary = knowledgeLanguages.some((lang) => product.summary[lang] !== '');
  const hasPoints = knowledgeLanguages.some((lang) => product.points[lang].length > 0);
  return {
    ...product,
    name,
    summary: hasSummary ? bothWords(product.summary) : perLanguage((lang) => productSentences[lang].plainSummary(name[lang])),
    points: hasPoints ? bothVariants(product.points) : { en: [''], zh: [''] },
    ...(product.size ? { size: bothWords(product.size) } : {}),
  };
}
