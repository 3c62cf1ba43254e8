/** Process entry of the sharpener. */
import { serveEnhanceEngine } from '../../child/serve-engine.ts';
import { createSharpen } from './create-sharpen.ts';

serveEnhanceEngine(createSharpen());
