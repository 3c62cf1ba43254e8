/** Keeps the anchor speaking numbered turns, with a pause where somebody asks for one. Remembers what was said and how the studio says it ended; whether it was heard, others judge. */
import type { Studio } from '../../../main/app/create-studio.ts';
import { beaconTurnText } from '../../../main/contract/beacon.ts';
import { isTerminalTurn, type TurnState } from '../../../main/contract/show-events.ts';

export const clausesPerTurn = 3;
const mostPending = 2;
const lookEveryMs = 50;
/** A turn that fails at once must not be followed by a thousand others. */
const leastBetweenMs = 1_000;

export interface FedTurn {
  readonly turn: number;
  readonly saidAtMs: number;
  /** First sample at the encoder; null = not told. */
  readonly heardAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly end: TurnState | null;
}
export interface TurnFeed {
  readonly turns: readonly FedTurn[];
  readonly pending: number;
  /** No new turn while `body` runs, which begins when the ones under way have ended. */
  quietly<T>(body: () => Promise<T>): Promise<T>;
  /** No further turn; resolves when the last one has ended, or `patienceMs` later. */
  stop(patienceMs: number): Promise<void>;
}

const wait = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, lookEveryMs));

export function feedTurns(studio: Studio): TurnFeed {
  const turns: { -readonly [Key in keyof FedTurn]: FedTurn[Key] }[] = [];
  const open = new Map<string, (typeof turns)[number]>();
  let state = 'talking' as 'talking' | 'quiet' | 'stopped';
  let lastMs = -Infinity;

  const unsubscribe = studio.onEvent((event) => {
    if (!('turnId' in event)) return;
    const turn = open.get(event.turnId);
    if (!turn) return;
    if (event.type === 'speech-started') turn.heardAtMs ??= event.heardAtMs;
    if (event.type !== 'turn' || !isTerminalTurn(event.state)) return;
    turn.endedAtMs = event.atMs;
    turn.end = event.state;
    open.delete(event.turnId);
  });
  const talking = (async () => {
    for (; state !== 'stopped'; await wait()) {
      if (state === 'quiet' || open.size >= mostPending || performance.now() - lastMs < leastBetweenMs) continue;
      lastMs = performance.now();
      const turn = { turn: turns.length + 1, saidAtMs: Date.now(), heardAtMs: null, endedAtMs: null, end: null };
      const outcome = studio.say({ author: 'soak', text: beaconTurnText(turn.turn, clausesPerTurn) });
      if (!outcome.accepted) continue; // the same number is said again: it was never taken
      turns.push(turn);
      open.set(outcome.turnId, turn);
    }
  })();

  return {
    turns,
    get pending() {
      return open.size;
    },
    async quietly(body) {
      if (state === 'talking') state = 'quiet';
      try {
        while (open.size > 0 && state === 'quiet') await wait();
        return await body();
      } finally {
        if (state === 'quiet') state = 'talking';
      }
    },
    async stop(patienceMs) {
      state = 'stopped';
      await talking;
      const deadline = performance.now() + patienceMs;
      while (open.size > 0 && performance.now() < deadline) await wait();
      unsubscribe();
    },
  };
}
