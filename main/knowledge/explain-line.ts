/** "Try a question": what the engine would answer to this line, with what matched shown in it. The engine's own retrieval; nothing is decided here. */
import type { Composer } from '../engines/knowledge/compose-answer.ts';
import type { Knowledge, QuestionEntry } from '../engines/knowledge/knowledge.ts';
import { foldWithPlaces, spansOf, tokenize } from '../engines/knowledge/tokenize.ts';
import type { TriedLine } from './types.ts';

const shownCandidates = 5;

/** As the first line of a show: nothing was spoken of before. */
export function explainLine(book: Knowledge, composer: Composer, line: string): TriedLine {
  const { answer, reason, threshold, candidates, products, productPlaces, facts } = composer.explain(line, composer.newMemory());
  const { places } = foldWithPlaces(line);
  const part = (entry: QuestionEntry): TriedLine['candidates'][number]['part'] =>
    book.questions.some(({ id, ask }) => id === entry.id && ask === entry.ask)
      ? 'questions'
      : book.smallTalk.some(({ id, ask }) => id === entry.id && ask === entry.ask)
        ? 'smallTalk'
        : 'greeting';
  return {
    answer: { text: answer.text, lang: answer.lang },
    source: answer.source,
    sourceId: answer.sourceId,
    reason,
    threshold,
    candidates: candidates.slice(0, shownCandidates).map(({ entry, confidence, pattern, terms, met }) => ({
      part: part(entry),
      entryId: entry.id,
      ask: pattern,
      score: confidence,
      spans: Array.from(spansOf(line, new Set(confidence === 1 ? tokenize(line) : terms))),
      askSpans: Array.from(spansOf(pattern, new Set(confidence === 1 ? tokenize(pattern) : met))),
    })),
    products: products.map(({ id, name }, at) => {
      const place = productPlaces[at] ?? { from: 0, until: 0 };
      return { productId: id, name, span: { from: places[place.from] ?? 0, until: places[place.until] ?? line.length } };
    }),
    facts: Array.from(facts),
  };
}
