/**
 * Kanji to kana by Lindera (IPADIC inside, MIT, WebAssembly). Loaded when the first clause with kanji comes: about a second and 130 MB, which
 * nobody pays who never speaks Japanese.
 */
import { requirePackage } from '../../../main/kernel/shipped-files.ts';

export interface JapaneseWord {
  readonly surface: string;
  /** Katakana as it is pronounced, long vowels as ー; undefined for what is not in the dictionary. */
  readonly pronunciation: string | undefined;
}

export type ReadJapanese = (text: string) => readonly JapaneseWord[];

interface LinderaToken {
  readonly surface: string;
  readonly pronunciation?: string;
  readonly reading?: string;
  toJSON?(): LinderaToken;
}
interface LinderaPackage {
  readonly TokenizerBuilder: new () => {
    setDictionary(uri: string): void;
    setMode(mode: 'normal' | 'decompose'): void;
    build(): { tokenize(text: string): readonly LinderaToken[] };
  };
}

let reader: ReadJapanese | undefined;

/** Found at run time: it reads its wasm from beside its own file. */
export function loadJapaneseReader(): ReadJapanese {
  reader ??= createReader();
  return reader;
}

function createReader(): ReadJapanese {
  const { TokenizerBuilder } = requirePackage('lindera-wasm-nodejs-ipadic') as LinderaPackage;
  const builder = new TokenizerBuilder();
  builder.setDictionary('embedded://ipadic');
  builder.setMode('normal');
  const tokenizer = builder.build();
  return (text) =>
    tokenizer.tokenize(text).map((token) => {
      const { surface, pronunciation } = token.toJSON?.() ?? token;
      return { surface, pronunciation: pronunciation && pronunciation !== '*' ? pronunciation : undefined };
    });
}
