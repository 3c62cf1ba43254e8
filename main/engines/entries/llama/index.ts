/** Process entry of the engine `llama`. */
import { serveLlmEngine } from '../../child/serve-engine.ts';
import { createLlamaEngine } from './create-llama-engine.ts';

serveLlmEngine(createLlamaEngine());
