/** Process entry of the engine `faq`. */
import { serveLlmEngine } from '../../child/serve-engine.ts';
import { createFaqEngine } from './create-faq.ts';

serveLlmEngine(createFaqEngine());
