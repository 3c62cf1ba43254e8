/** Process entry of the misbehaving language model. */
import { serveLlmEngine } from '../../child/serve-engine.ts';
import { createMisbehaver } from './create-misbehaver.ts';

serveLlmEngine(createMisbehaver());
