/** Process entry of the engine `openai`. */
import { serveLlmEngine } from '../../child/serve-engine.ts';
import { createOpenAiEngine } from './create-openai-engine.ts';

serveLlmEngine(createOpenAiEngine());
