/** Process entry of the ballast. */
import { serveLlmEngine } from '../../child/serve-engine.ts';
import { createBallast } from './create-ballast.ts';

serveLlmEngine(createBallast());
