/**
 * Tries one destination: address, server, consent, and what the way there carries. Publishes for a few seconds only when asked to.
 * Everything ends within its time-outs; the key appears in no word of the report.
 */
import { readFile } from 'node:fs/promises';
import { type Clock, delay } from '../../../kernel/clock.ts';
import type { PreflightReport, PreflightRequest, PreflightStep, PreflightStepName } from '../../protocol/control.ts';
import { streamMetadata } from '../stream-metadata.ts';
import { destinationWords } from '../destination-words.ts';
import { followable, openPublisher, resolveTarget, type Target } from '../open-publisher.ts';
import type { Publisher } from '../publisher.ts';
import { openConnection } from '../rtmp/connection.ts';
import { RtmpError } from '../rtmp/rtmp-error.ts';
import { parseSlate } from '../slate-player.ts';
import { createTagQueue } from '../tag-queue.ts';
import { preflightWords as words } from './preflight-words.ts';
import { createSampleFeed } from './sample-feed.ts';

export interface PreflightTimings {
  readonly setUpTimeoutMs: number;
  /** Media is sent for so long. */
  readonly publishMs: number;
  /** What was sent has so long to get through. */
  readonly drainMs: number;
}

const defaultTimings: PreflightTimings = { setUpTimeoutMs: 8000, publishMs: 4000, drainMs: 8000 };
/** What is tried, in shares of what the show needs: room for the sway of a network. */
const triedShare = 1.4;
const goodShare = 1.2;
const maxQueueBytes = 16 * 1024 * 1024;
const feedEveryMs = 20;
const maxRedirects = 3;
const order: readonly PreflightStepName[] = ['address', 'reach', 'accept', 'upload'];

export async function runPreflight(request: PreflightRequest, clock: Clock, timings = defaultTimings): Promise<PreflightReport> {
  const steps: PreflightStep[] = [];
  const say = (step: PreflightStepName, outcome: PreflightStep['outcome'], message: PreflightStep['message']): void =>
    void steps.push({ step, outcome, message });
  const report = (measuredKbps: number | null = null): PreflightReport => {
    for (const step of order) if (!steps.some((one) => one.step === step)) say(step, 'skipped', words.notBefore);
    return { steps: steps.toSorted((a, b) => order.indexOf(a.step) - order.indexOf(b.step)), measuredKbps };
  };
  const failedAt = (error: RtmpError): PreflightReport => {
    const step = stepOf(error);
    if (step !== 'reach') say('reach', 'ok', words.reached);
    say(step, 'failed', destinationWords(error, 'test'));
    return report();
  };

  let target: Target;
  try {
    target = resolveTarget(request);
  } catch (error) {
    if (!(error instanceof RtmpError)) throw error;
    say('address', 'failed', destinationWords(error, 'test'));
    return report();
  }
  const secure = target.protocol === 'rtmp' && target.target.transport === 'tls';
  if (target.protocol === 'rtmp' && !secure) say('address', 'warn', words.addressPlain);
  else say('address', 'ok', words.addressGood);

  if (request.intent === 'look') {
    if (target.protocol === 'srt') {
      say('accept', 'skipped', words.srtLooked);
      return report();
    }
    const error = await withRedirects(target, (to) => look(to, request, clock, timings));
    if (error) return failedAt(error);
    say('reach', 'ok', secure ? words.reachedSecurely : words.reached);
    say('accept', 'skipped', words.looked);
    say('upload', 'skipped', words.uploadNotTried);
    return report();
  }

  let measuredKbps: number | null = null;
  const error = await withRedirects(target, async (to) => {
    const outcome = await publish(to, request, clock, timings);
    if (outcome instanceof RtmpError) return outcome;
    measuredKbps = outcome.kbps;
    return null;
  });
  if (error) return failedAt(error);
  say('reach', 'ok', secure ? words.reachedSecurely : words.reached);
  say('accept', 'ok', words.accepted);
  sayUpload(measuredKbps, request.wantedKbps, say);
  return report(measuredKbps);
}

function sayUpload(
  kbps: number | null,
  wanted: number,
  say: (step: PreflightStepName, outcome: PreflightStep['outcome'], message: PreflightStep['message']) => void,
): void {
  if (kbps === null) say('upload', 'skipped', words.uploadUnknown);
  else if (kbps >= wanted * goodShare) say('upload', 'ok', words.uploadGood(kbps));
  else if (kbps >= wanted) say('upload', 'warn', words.uploadTight(kbps, wanted));
  else say('upload', 'failed', words.uploadShort(kbps, wanted));
}

/** Whose fault: the way to the server, or the server's no. */
function stepOf(error: RtmpError): 'reach' | 'accept' {
  const reached = error.code === 'timeout' && error.detail?.['reached'] === 'answer';
  const answered = ['refused', 'closed-before-publish', 'ended-by-server', 'connection-lost', 'stalled', 'redirected'].includes(error.code);
  return reached || answered ? 'accept' : 'reach';
}

async function withRedirects(first: Target, attempt: (target: Target) => Promise<RtmpError | null>): Promise<RtmpError | null> {
  let target = first;
  for (let redirects = 0; ; redirects += 1) {
    const error = await attempt(target);
    if (error?.code !== 'redirected' || redirects >= maxRedirects) return error;
    try {
      const next = resolveTarget({ url: error.redirectTo ?? '', streamKey: '' });
      if (!followable(target, next)) return error;
      target = next;
    } catch {
      return error;
    }
  }
}

function look(target: Target, request: PreflightRequest, clock: Clock, timings: PreflightTimings): Promise<RtmpError | null> {
  if (target.protocol !== 'rtmp') return Promise.resolve(new RtmpError('bad-url', 'SRT cannot be looked at'));
  const connection = openConnection({
    target: target.target,
    streamKey: request.streamKey,
    metadata: new Map(),
    queue: createTagQueue({ maxBytes: 1 }),
    clock,
    setUpTimeoutMs: timings.setUpTimeoutMs,
    stallTimeoutMs: timings.setUpTimeoutMs,
    onReady: () => {},
    onPublishing: () => {},
    intent: 'look',
    onLooked: () => connection.close(),
    ...(request.extraCaPem === undefined ? {} : { extraCaPem: request.extraCaPem }),
  });
  return connection.ended;
}

async function publish(
  target: Target,
  request: PreflightRequest,
  clock: Clock,
  timings: PreflightTimings,
): Promise<RtmpError | { readonly kbps: number | null }> {
  const sample = parseSlate(await readFile(request.samplePath ?? ''));
  const feed = createSampleFeed(sample, request.wantedKbps * triedShare);
  const queue = createTagQueue({ maxBytes: maxQueueBytes });
  let agreed: () => void = () => {};
  const consent = new Promise<void>((resolve) => (agreed = resolve));
  let ready: () => void = () => {};
  const takesMedia = new Promise<void>((resolve) => (ready = resolve));
  const publisher = openPublisher(target, {
    spec: request,
    metadata: streamMetadata({ width: 0, height: 0, fps: 30 }),
    queue,
    clock,
    setUpTimeoutMs: timings.setUpTimeoutMs,
    stallTimeoutMs: timings.drainMs,
    onReady: ready,
    onPublishing: agreed,
  });
  let ended: RtmpError | null | undefined;
  void publisher.ended.then((error) => (ended = error));

  await Promise.race([takesMedia, publisher.ended]);
  const startedAtMs = clock.now();
  for (const config of feed.configs) queue.push(config);
  for (;;) {
    const elapsed = clock.now() - startedAtMs;
    if (ended !== undefined) return ended ?? new RtmpError('connection-lost', 'the connection ended');
    for (const tag of feed.due(Math.min(elapsed, timings.publishMs))) queue.push(tag);
    if (elapsed >= timings.publishMs) break;
    await delay(clock, feedEveryMs);
  }
  await Promise.race([consent, publisher.ended, delay(clock, timings.setUpTimeoutMs)]);
  const kbps = await measure(publisher, () => queue.queuedBytes, clock, startedAtMs, timings.drainMs);
  if (ended !== undefined && ended !== null) return ended;
  publisher.close();
  return { kbps };
}

/** Bytes that are known to have arrived, over the time that it took: by the answer to a question asked behind them, else by acknowledgements. */
async function measure(
  publisher: Publisher,
  queuedBytes: () => number,
  clock: Clock,
  startedAtMs: number,
  drainMs: number,
): Promise<number | null> {
  if (!publisher.echo) return null;
  const deadlineMs = clock.now() + drainMs;
  const rate = (bytes: number): number => Math.round((bytes * 8) / Math.max(1, clock.now() - startedAtMs));
  const over = new AbortController();
  const timeUp = delay(clock, drainMs, over.signal).then(
    () => 'time-up' as const,
    () => 'time-up' as const,
  );
  while (queuedBytes() > 0 && clock.now() < deadlineMs) await delay(clock, feedEveryMs);
  const answered = await Promise.race([publisher.echo().then(() => 'echo' as const), publisher.ended.then(() => 'ended' as const), timeUp]);
  over.abort();
  if (answered === 'echo') return rate(publisher.sentBytes);
  return publisher.acknowledgedBytes > 0 ? rate(publisher.acknowledgedBytes) : null;
}
