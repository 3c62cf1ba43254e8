/** The engine `lexicon`: one expression per clause, nothing kept between clauses. */
import { z } from 'zod';
import { emotions, gestures } from '../../../contract/speech.ts';
import type { EngineOf, LoadedExpression } from '../../child/types.ts';
import { EngineError } from '../../contract/engine-error.ts';
import type { ExpressionItem, ExpressionRequest } from '../../contract/requests.ts';
import { readExpression } from './read-expression.ts';

const optionsSchema = z.strictObject({});
/** A clause is far shorter; what is longer adds nothing to the feeling. */
const consideredCharacters = 1_000;

export function createLexiconEngine(): EngineOf<LoadedExpression> {
  return {
    load(spec) {
      const options = optionsSchema.safeParse(spec.options);
      if (!options.success) {
        return Promise.reject(
          new EngineError('bad-options', `Engine ${spec.engineId} takes no options`, {
            detail: {
              words: {
                en: 'This engine has no settings. Remove them and load it again.',
                zh: '这个引擎没有可设置的选项，请去掉后重新加载。',
              },
            },
          }),
        );
      }
      return Promise.resolve({
        signature: { kind: 'expression', languages: ['zh', 'en'], emotions, gestures },
        infer: express,
        unload() {},
      });
    },
  };
}

// eslint-disable-next-line require-await -- the contract is a stream
async function* express({ text, lang }: ExpressionRequest, signal: AbortSignal): AsyncGenerator<ExpressionItem> {
  signal.throwIfAborted();
  const { emotion, intensity, gestures: moves } = readExpression(text.slice(0, consideredCharacters), lang);
  yield { emotion, intensity, gestures: moves };
}
