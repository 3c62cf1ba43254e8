/** Refuses sound that no ear agreed to, before an engine sees it. Pure. */
import { EngineError } from '../contract/engine-error.ts';
import { longestUtteranceSamples, type AsrRequest } from '../contract/requests.ts';

export function checkUtterance(request: AsrRequest): AsrRequest {
  const { pcm, utteranceId } = request;
  if (!(pcm instanceof Int16Array)) throw new EngineError('engine-failed', `Utterance ${utteranceId} is not 16-bit sound`);
  if (pcm.length === 0 || pcm.length > longestUtteranceSamples)
    throw new EngineError('engine-failed', `Utterance ${utteranceId} has ${pcm.length} samples; 1 to ${longestUtteranceSamples} are taken`);
  return request;
}
