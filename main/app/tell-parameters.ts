/** What a show sends, told to whoever publishes it: for the first time in this run, as the show before, or anew. */
import type { VideoFormat } from '../contract/media.ts';
import type { UnstampedShowEvent } from './create-show.ts';

export type TellParameters = (video: VideoFormat, rates: { readonly videoBitrateKbps: number; readonly audioBitrateKbps: number }) => void;

export function createTellParameters(emit: (event: UnstampedShowEvent) => void): TellParameters {
  let sentAs: string | undefined;
  return (video, rates) => {
    const parameters = { ...video, ...rates };
    const now = JSON.stringify(parameters);
    emit({ type: 'parameters', ...parameters, publishers: sentAs === undefined ? 'first' : sentAs === now ? 'as-before' : 'anew' });
    sentAs = now;
  };
}
