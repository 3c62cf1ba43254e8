/** Process entry of the engine `lexicon`. */
import { serveExpressionEngine } from '../../child/serve-engine.ts';
import { createLexiconEngine } from './create-lexicon.ts';

serveExpressionEngine(createLexiconEngine());
