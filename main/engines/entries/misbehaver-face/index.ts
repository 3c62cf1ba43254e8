/** Process entry of the misbehaving face. */
import { serveFaceEngine } from '../../child/serve-engine.ts';
import { createMisbehavingFace } from './create-misbehaving-face.ts';

serveFaceEngine(createMisbehavingFace());
