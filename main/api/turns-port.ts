/** What the handlers need of the turns that are stored. */
import type { TurnPageRequest, TurnPageView } from './contract/turns.ts';

export interface TurnsPort {
  page(request: TurnPageRequest): TurnPageView;
}
