/**
 * What a swap costs the audience: a steady stream of turns on a real show while language model and voice are swapped in turn, over and over.
 * Turns that meet a swap (any phase from spawning to retiring) are set against those of the same run that meet none; the pointer flip and a
 * rollback are told apart; beside it, in the same run, the naive way: stop, load, start.
 */
import type { Studio } from '../main/app/create-studio.ts';
import { defaultConfig, type StudioConfig } from '../main/app/studio-config.ts';
import type { ReceiptView } from '../main/api/contract/engines.ts';
import { withBenchStudio } from './lib/bench-studio.ts';
import { bootstrapDifference } from './lib/bootstrap.ts';
import { describeMachine, percentile, round, type BenchResult, type Goal } from './lib/bench-result.ts';
import { readLeftovers, slopePer1000, type Leftovers } from './lib/leftovers.ts';
import { receiptOf, swapOnce } from './lib/swap-over-and-over.ts';
import { createTurnStream, type TurnStream, type TurnTime } from './lib/turn-stream.ts';

const goalAddedP99Ms = 5;
const goalRollbackMs = 50;
const warmUpTurns = 8;
/** Turns after each swap that meet none. */
const quietTurns = 1;
/** What is left behind is looked at every so many swaps. */
const lookEvery = 20;
const naiveEvery = 20;

const slots = ['llm', 'tts'] as const;

export async function run(args: string[]): Promise<BenchResult> {
  const count = Number(args[args.indexOf('--n') + 1] || 1000) || 1000;
  const config: StudioConfig = { ...defaultConfig, swapPolicy: { watchMs: 500, drainMs: 10_000 } };
  return withBenchStudio(config, async (studio) => {
    await studio.startShow({ preset: '720p', record: false, destinations: [] });
    const own = studio.engines.addChoice({
      engineId: 'faq',
      title: 'tea shop, again',
      options: { knowledgePath: 'knowledge/tea-shop.yaml' },
    });
    if (!own.done) throw new Error(own.words.en);
    const choices = { llm: ['faq-tea-shop', own.choiceId], tts: ['flite-slt', 'flite-rms'] } as const;
    const stream = createTurnStream(studio);
    for (let turn = 0; turn < warmUpTurns; turn += 1) await stream.next();
    stream.start();
    const beside: ReceiptView[] = [];
    const naive: ReceiptView[] = [];
    const leftovers: Leftovers[] = [];
    for (let index = 0; index < count; index += 1) {
      const slotId = slots[index % 2] ?? 'llm';
      const mode = index % naiveEvery >= naiveEvery - 2 ? 'stop-then-start' : 'beside';
      const receipt = await swapOnce(studio, slotId, otherOf(studio, slotId, choices[slotId]), mode);
      (mode === 'beside' ? beside : naive).push(receipt);
      await stream.turns(quietTurns);
      // between two swaps: nothing is on its way in or out
      if (index % lookEvery === 0) leftovers.push(readLeftovers(index));
      if ((index + 1) % 50 === 0) console.log(`  ${index + 1} of ${count} swaps, ${stream.times.length} turns`);
    }
    await stream.stop();
    const rollbacks = await measureRollbacks(studio, choices.llm, Math.min(50, Math.max(5, Math.round(count / 20))));
    leftovers.push(readLeftovers(count));
    return report(stream, beside, naive, rollbacks, leftovers);
  });
}

function otherOf(studio: Studio, slotId: string, choices: readonly string[]): string {
  const now = studio.snapshot().models.slots.find((slot) => slot.slotId === slotId)?.active?.choiceId;
  return choices.find((choiceId) => choiceId !== now) ?? '';
}

/** Decision -> first output of the engine before, which is asked at that moment. */
async function measureRollbacks(studio: Studio, choices: readonly string[], count: number): Promise<number[]> {
  const measured: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const before = studio.snapshot().models.slots.find((slot) => slot.slotId === 'llm')?.active?.instanceId;
    const answer = studio.engines.swap(
      { slotId: 'llm', choiceId: otherOf(studio, 'llm', choices), mode: 'beside', reason: 'bench' },
      'bench',
    );
    if (!answer.accepted) throw new Error(answer.words.en);
    await phase(studio, 'llm', 'watching');
    const decidedAtMs = performance.now();
    const served = new Promise<number>((resolve) => {
      const stop = studio.onObservation((observation) => {
        if (observation.instanceId !== before || observation.firstOutputMs === undefined) return;
        stop();
        resolve(observation.askedAtMs + observation.firstOutputMs - decidedAtMs);
      });
    });
    const back = studio.engines.rollBack('llm', 'bench');
    if (!back.accepted) throw new Error(back.words.en);
    const said = studio.say({ author: 'bench', text: 'How much is the longjing?' });
    if (!said.accepted) throw new Error(said.reason.en);
    measured.push(await served);
    await studio.cancel();
    await receiptOf(studio, answer.swapId);
  }
  return measured;
}

function phase(studio: Studio, slotId: string, wanted: string): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (studio.snapshot().models.slots.find((slot) => slot.slotId === slotId)?.phase !== wanted) return;
      stop();
      resolve();
    };
    const stop = studio.onChange(look);
    look();
  });
}

/** There is at least one candidate. */
function nearestTo(turn: TurnTime, candidates: readonly TurnTime[]): TurnTime {
  const distance = (other: TurnTime): number => Math.abs(other.saidAtMs - turn.saidAtMs);
  return candidates.reduce((best, other) => (distance(other) < distance(best) ? other : best));
}

const busyFrom = (receipt: ReceiptView): number =>
  receipt.phases.find(({ phase: name }) => name === 'spawning')?.atMs ?? receipt.startedAtMs;
const meets = (turn: TurnTime, receipts: readonly ReceiptView[]): boolean =>
  receipts.some((receipt) => turn.saidAtMs <= receipt.endedAtMs && turn.heardAtMs >= busyFrom(receipt));

function report(
  stream: TurnStream,
  beside: readonly ReceiptView[],
  naive: readonly ReceiptView[],
  rollbacks: readonly number[],
  leftovers: readonly Leftovers[],
): BenchResult {
  const latency = ({ saidAtMs, heardAtMs }: TurnTime): number => heardAtMs - saidAtMs;
  const inNaive = stream.times.filter((turn) => meets(turn, naive)).map(latency);
  const rest = stream.times.filter((turn) => !meets(turn, naive));
  const meeting = rest.filter((turn) => meets(turn, beside));
  const alone = rest.filter((turn) => !meets(turn, beside));
  const [met, quiet] = [meeting.map(latency), alone.map(latency)];
  // When the machine is busy with other things, a swap takes longer and more turns meet it: that would be charged to the swap. So each turn that meets none is set against its nearest in time.
  const nearest = alone.map((turn) => latency(nearestTo(turn, meeting)));
  // the naive way has no engine to ask for a while: what is silent then is its price
  const lost = stream.silent.filter((turn) => !meets(turn, naive));
  const rows = (
    [
      ['turns that meet no swap', quiet],
      ['turns that meet a swap (load beside, switch, drain)', met],
      ['of those, the nearest in time to each that meets none', nearest],
      ['turns that meet the naive way (stop, load, start)', inNaive],
    ] as const
  ).map(([what, values]) => ({
    what,
    n: values.length,
    'p50 ms': round(percentile(values, 50)),
    'p95 ms': round(percentile(values, 95)),
    'p99 ms': round(percentile(values, 99)),
    'max ms': round(Math.max(...values)),
  }));
  const added = [50, 99].map((p) => ({ p, ...bootstrapDifference(nearest, quiet, p) }));
  const flips = beside.flatMap(({ figures }) => (figures.flipMs === undefined ? [] : [figures.flipMs]));
  const durations = beside.map((receipt) => receipt.endedAtMs - receipt.startedAtMs);
  const addedP99 = added.find(({ p }) => p === 99)?.value ?? Number.NaN;
  const failed = [...beside, ...naive].filter(({ outcome }) => outcome === 'rejected' || outcome === 'rolled-back');
  const [first, last] = [leftovers[1] ?? leftovers[0], leftovers.at(-1)];
  const more = (of: (sample: Leftovers) => number): number => (first && last ? of(last) - of(first) : Number.NaN);
  const heap = slopePer1000(leftovers, ({ heapMiB }) => heapMiB);
  const rss = slopePer1000(leftovers, ({ rssMiB }) => rssMiB);
  const goals: Goal[] = [
    {
      what: 'latency added to turns that meet a swap, p99, ms',
      value: round(addedP99),
      limit: `<= ${goalAddedP99Ms}`,
      met: addedP99 <= goalAddedP99Ms,
    },
    { what: 'turns without a sound, the naive way apart', value: lost.length, limit: '0', met: lost.length === 0 },
    { what: 'swaps that did not end as switched', value: failed.length, limit: '0', met: failed.length === 0 },
    {
      what: 'rollback: decision -> first output of the old one, largest of ' + String(rollbacks.length) + ', ms',
      value: round(Math.max(...rollbacks)),
      limit: `<= ${goalRollbackMs}`,
      met: Math.max(...rollbacks) <= goalRollbackMs,
    },
    ...(
      [
        ['processes', more(({ children }) => children)],
        ['sockets and pipes', more(({ sockets }) => sockets)],
        ['listening sockets', more(({ listening }) => listening)],
      ] as const
    ).map(([what, value]): Goal => ({ what: `${what} left behind`, value, limit: '0', met: value <= 0 })),
  ];
  return {
    name: 'swap',
    machine: describeMachine(),
    rows,
    goals,
    ok: goals.every((goal) => goal.met),
    notes: [
      ...added.map(
        ({ p, value, low, high }) => `added at p${p}: ${round(value)} ms, 95 % bootstrap interval ${round(low)} .. ${round(high)} ms`,
      ),
      `${beside.length} swaps beside, ${naive.length} the naive way; a swap takes p50 ${round(percentile(durations, 50))} ms from request to the old one's exit`,
      `${stream.silent.length - lost.length} turns were silent while the naive way had no engine`,
      `pointer flip alone: p50 ${round(percentile(flips, 50), 3)}, max ${round(Math.max(...flips), 3)} ms (not the cost of a swap)`,
      `heap after collection: ${round(heap.value, 2)} MiB per 1000 swaps (upper 95 % bound ${round(heap.upper, 2)}), resident: ${round(rss.value, 1)} (${round(rss.upper, 1)}); main process, ${leftovers.length} samples`,
      `handles of the event loop: ${first?.resources ?? '?'} -> ${last?.resources ?? '?'}`,
      `rollback: p50 ${round(percentile(rollbacks, 50))}, max ${round(Math.max(...rollbacks))} ms`,
      ...failed.slice(0, 5).map((receipt) => `not switched: ${receipt.slotId} ${receipt.outcome} ${receipt.words?.en ?? ''}`),
    ],
  };
}
