/** Finds the question or small talk that a line asks. MiniSearch recalls, an own measure 0..1 decides. Pure. */
import MiniSearch from 'minisearch';
import type { KnowledgeLanguage, QuestionEntry } from './knowledge.ts';
import { foldText, hasWords, lightWords, tokenize } from './tokenize.ts';

export interface PatternMatch {
  readonly entry: QuestionEntry;
  /** 1 = the pattern itself. */
  readonly confidence: number;
  /** The way to ask that came closest. */
  readonly pattern: string;
  /** Tokens of what was asked that met a token of the pattern. */
  readonly terms: readonly string[];
  /** Tokens of the pattern that were met. */
  readonly met: readonly string[];
}

export interface PatternIndex {
  /** Entries that share a word with the text, each by its closest pattern, the best first. */
  rank(text: string, lang: KnowledgeLanguage): readonly PatternMatch[];
}

interface Pattern {
  readonly id: number;
  readonly text: string;
  readonly lang: KnowledgeLanguage | 'any';
  readonly entry: QuestionEntry;
}

const recalled = 24;
const lightWeight = 0.25;
const typoWeight = 1.5;

export function createPatternIndex(entries: readonly QuestionEntry[]): PatternIndex {
  const patterns: Pattern[] = [];
  const add = (entry: QuestionEntry, lang: Pattern['lang'], texts: readonly string[]): void => {
    for (const text of texts) patterns.push({ id: patterns.length, text, lang: hasWords(text) ? lang : 'any', entry });
  };
  for (const entry of entries) {
    add(entry, 'en', entry.ask.en);
    add(entry, 'zh', entry.ask.zh);
    add(entry, 'any', entry.ask.emoji);
  }
  const tokensOf = patterns.map((pattern) => new Set(tokenize(pattern.text)));
  const indexed = new Map(patterns.map((pattern, at) => [pattern.text, Array.from(tokensOf[at] ?? [])]));
  const index = new MiniSearch<Pattern>({
    fields: ['text'],
    tokenize: (text) => indexed.get(text) ?? tokenize(text),
    processTerm: (term) => term,
  });
  index.addAll(patterns);
  // words are cut once: that takes longer than all the rest
  indexed.clear();

  const foldedOf = patterns.map((pattern) => bare(pattern.text));
  /** In how many entries (not patterns: they repeat themselves) a token stands. */
  const entryCount = new Map<string, Set<string>>();
  patterns.forEach((pattern, at) => {
    for (const token of tokensOf[at] ?? []) entryCount.set(token, (entryCount.get(token) ?? new Set()).add(pattern.entry.id));
  });
  const weight = (token: string): number => {
    const rarity = Math.log(1 + entries.length / (entryCount.get(token)?.size ?? 0.5));
    return lightWords.has(token) ? lightWeight * rarity : rarity;
  };
  /** Two characters that no pattern has side by side are mostly the seam between two words. */
  const seamWeight = 0.15;
  const askedWeight = (token: string): number => (entryCount.has(token) || !isHanPair(token) ? weight(token) : seamWeight * weight(token));
  const total = (tokens: Iterable<string>): number => Array.from(tokens).reduce((sum, token) => sum + weight(token), 0);

  return {
    rank(text, lang) {
      const whole = rankOf(text, lang);
      const asked = withoutGreeting(text);
      if (asked === null || whole[0]?.confidence === 1) return whole;
      const rest = rankOf(asked, lang);
      return rest[0] && rest[0].confidence > (whole[0]?.confidence ?? 0) ? rest : whole;
    },
  };

  function rankOf(text: string, lang: KnowledgeLanguage): readonly PatternMatch[] {
    const query = tokenize(text);
    if (query.length === 0) return [];
    const results = index.search(text, {
      combineWith: 'OR',
      fuzzy: (term) => (/^[a-z]{5,}$/u.test(term) ? 0.2 : false),
      prefix: (term) => /^[a-z]{5,}$/u.test(term),
    });
    const folded = bare(text);
    const best = new Map<QuestionEntry, PatternMatch>();
    for (const result of results.slice(0, recalled)) {
      const pattern = patterns[result.id as number];
      const tokens = tokensOf[result.id as number];
      if (!pattern || !tokens || (pattern.lang !== 'any' && pattern.lang !== lang)) continue;
      const confidence = foldedOf[pattern.id] === folded && folded !== '' ? 1 : similarity(query, tokens, result.queryTerms, result.terms);
      const before = best.get(pattern.entry);
      if (!before || confidence > before.confidence)
        best.set(pattern.entry, { entry: pattern.entry, confidence, pattern: pattern.text, terms: result.queryTerms, met: result.terms });
    }
    return Array.from(best.values()).sort((a, b) => b.confidence - a.confidence);
  }

  /** Harmonic mean of: how much of the pattern was said, how much of what was said is in the pattern; words count by rarity. */
  function similarity(
    query: readonly string[],
    pattern: ReadonlySet<string>,
    queryTerms: readonly string[],
    patternTerms: readonly string[],
  ): number {
    const saidOfPattern = total(patternTerms.filter((term) => pattern.has(term))) / total(pattern);
    const inPattern = new Set(queryTerms);
    // A query word that met its pattern word only nearly (a typo) is as rare as that word.
    const queryWeight = (token: string): number => (inPattern.has(token) && !entryCount.has(token) ? typoWeight : askedWeight(token));
    const sum = (tokens: readonly string[]): number => tokens.reduce((all, token) => all + queryWeight(token), 0);
    const patternOfSaid = sum(query.filter((token) => inPattern.has(token))) / sum(query);
    return saidOfPattern + patternOfSaid === 0 ? 0 : (2 * saidOfPattern * patternOfSaid) / (saidOfPattern + patternOfSaid);
  }
}

const greetingWords =
  /^\s*(?:(?:hi|hello|hey|good (?:morning|afternoon|evening))(?: there| everyone| host)?|(?:主播)?(?:你好|您好|大家好|早上好|下午好|晚上好|哈喽|哈啰|嗨)(?:主播)?[呀啊哦]*)(?![a-z])[\s,.!?~，。！？～、]*/iu;

/** What is asked after a greeting ("Hi! what do you sell"); null when there is no greeting or nothing after it. */
function withoutGreeting(text: string): string | null {
  const rest = text.replace(greetingWords, '');
  return rest === text || !hasWords(rest) ? null : rest;
}

const isHanPair = (token: string): boolean => /^\p{Script=Han}{2}$/u.test(token);

/** Without marks, spaces, a vocative and closing particles, for "said exactly so". */
function bare(text: string): string {
  const plain = foldText(text).replace(/[^\p{L}\p{N}\p{Extended_Pictographic}]+/gu, '');
  return plain.replace(/^主播(?=.{2})|(?<=.{2})主播$/gu, '').replace(/(?<=.)[呀啊呢吧哦嘛啦哈]+$/u, '');
}
