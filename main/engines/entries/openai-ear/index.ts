/** Process entry of the engine `openai-ear`. */
import { serveAsrEngine } from '../../child/serve-engine.ts';
import { createOpenAiEar } from './create-openai-ear.ts';

serveAsrEngine(createOpenAiEar());
