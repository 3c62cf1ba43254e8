/** The streamer's destinations: kept, started and stopped one by one, tested. Knows neither processes nor doors: what it needs of them comes as ports. */
import { randomBytes } from 'node:crypto';
import { destinationPresets, type DestinationPresetId } from '../contract/destination-presets.ts';
import type { VideoFormat } from '../contract/media.ts';
import type { UserMessage } from '../contract/failure.ts';
import { asDestinationId, type DestinationId } from '../contract/ids.ts';
import type { Logger } from '../kernel/logger.ts';
import { oneAtATime, type OneAtATime } from '../kernel/one-at-a-time.ts';
import type { DestinationSpec, PreflightReport, PreflightRequest } from '../outlet/protocol/control.ts';
import { deskMessages as words } from './desk-messages.ts';
import type { DestinationRecord, DestinationStore } from './destination-store.ts';

export type SecretPlace = 'keychain' | 'plain-file' | 'this-run';

/** A show that is on air. */
export interface DestinationAir {
  start(spec: DestinationSpec): Promise<void>;
  stop(id: DestinationId): Promise<void>;
}

export interface DestinationDeskOptions {
  readonly store: DestinationStore;
  readonly secret: (name: string) => string | undefined;
  /** Rejects with an error that holds `words` when it cannot be kept. */
  readonly keepSecret: (name: string, value: string, place: SecretPlace) => Promise<void>;
  readonly dropSecret: (name: string) => Promise<void>;
  /** undefined: the ffmpeg of this machine has no SRT. */
  readonly srtFfmpegPath: () => Promise<string | undefined>;
  /** Chooses the sample and the rate: those of a show in this format that goes to this platform. */
  readonly preflight: (
    request: Omit<PreflightRequest, 'samplePath' | 'wantedKbps'>,
    show: { readonly video: VideoFormat; readonly presetId: DestinationPresetId },
  ) => Promise<PreflightReport>;
  readonly wordsOf: (error: unknown) => UserMessage | undefined;
  readonly onListed: (records: readonly DestinationRecord[]) => void;
  readonly maxQueueBytes: number;
  readonly logger: Logger;
}

export interface DestinationDraft {
  readonly presetId: DestinationPresetId;
  readonly title: string;
  readonly url: string;
  readonly streamKey: string;
}

export type Done<Extra = object> = ({ readonly done: true } & Extra) | { readonly done: false; readonly words: UserMessage };

export interface DestinationDesk {
  /** The list has been read. */
  readonly ready: Promise<void>;
  add(draft: DestinationDraft & { readonly keep: SecretPlace }): Promise<Done<{ readonly destinationId: string }>>;
  remove(id: string): Promise<Done>;
  start(id: string): Promise<Done>;
  stop(id: string): Promise<Done>;
  preflight(
    of: { readonly destinationId: string } | DestinationDraft,
    video: VideoFormat,
  ): Promise<PreflightReport | { readonly done: false; readonly words: UserMessage }>;
  /** A show is on air: whatever is wanted starts, each for itself. */
  goOnAir(air: DestinationAir): Promise<void>;
  /** A show is on air, and only what is started from now on joins it. */
  standBeside(air: DestinationAir): void;
  goOffAir(): void;
}

export function createDestinationDesk(options: DestinationDeskOptions): DestinationDesk {
  const { store, logger, secret } = options;
  let records: readonly DestinationRecord[] = [];
  let air: DestinationAir | undefined;
  const running = new Set<DestinationId>();
  const turns = new Map<DestinationId, OneAtATime>();
  /** Wished, and nothing else since: a second click is the same wish. */
  const starting = new Map<string, Promise<Done>>();
  const done = { done: true } as const;
  const failed = (message: UserMessage): { readonly done: false; readonly words: UserMessage } => ({ done: false, words: message });

  const find = (id: string): DestinationRecord | undefined => records.find((record) => record.id === id);
  /** Two clicks on one destination are two wishes in order, whatever the first has to wait for; the others do not wait with it. */
  const inTurn = async (id: string, work: (record: DestinationRecord) => Promise<Done>): Promise<Done> => {
    const known = find(id);
    if (!known) return failed(words.unknown);
    const turn = turns.get(known.id) ?? oneAtATime();
    turns.set(known.id, turn);
    return turn(() => {
      const record = find(id);
      return record ? work(record) : failed(words.unknown);
    });
  };
  const reload = async (): Promise<void> => {
    records = await store.list();
    options.onListed(records);
  };
  const want = async (record: DestinationRecord, wanted: 'on' | 'off'): Promise<void> => {
    if (record.wanted !== wanted) await store.put({ ...record, wanted });
    await reload();
  };

  /** null: its key is not at hand. */
  const specOf = async (record: DestinationRecord): Promise<DestinationSpec | null> => {
    const [key, query] = [record.keySecret, record.querySecret].map((name) => (name === null ? '' : secret(name)));
    if (key === undefined || query === undefined) return null;
    const srtFfmpegPath = record.presetId === 'srt' || /^srt:/i.test(record.url) ? await options.srtFfmpegPath() : undefined;
    return {
      id: record.id,
      url: query === '' ? record.url : `${record.url}?${query}`,
      streamKey: key,
      maxQueueBytes: options.maxQueueBytes,
      ...(srtFfmpegPath === undefined ? {} : { srtFfmpegPath }),
    };
  };

  const putOnAir = async (record: DestinationRecord): Promise<Done> => {
    const target = air;
    if (!target || running.has(record.id)) return done;
    const spec = await specOf(record);
    if (spec === null) return failed(words.keyMissing(record.title));
    // the show may have ended meanwhile
    if (air !== target) return done;
    running.add(record.id);
    try {
      await target.start(spec);
      return done;
    } catch (error) {
      running.delete(record.id);
      logger.warn('a destination could not be started', { destinationId: record.id, error });
      return failed(words.notStarted(record.title));
    }
  };
  const takeOffAir = async (id: DestinationId): Promise<void> => {
    if (!running.delete(id)) return;
    await air?.stop(id).catch((error: unknown) => logger.warn('a destination was not stopped in order', { destinationId: id, error }));
  };

  return {
    ready: reload().catch((error: unknown) => logger.error('the destinations cannot be read', { error })),
    async add({ presetId, title, url, streamKey, keep }) {
      const id = asDestinationId(`d-${randomBytes(4).toString('hex')}`);
      const [address = '', query = ''] = url.trim().split(/\?(.*)/s);
      if (!/^(rtmps?|srt):\/\/[^\s/]/i.test(address)) return failed(words.badAddress);
      const key = streamKey.trim();
      const kept: string[] = [];
      const keepAs = async (name: string, value: string): Promise<string | null> => {
        if (value === '') return null;
        await options.keepSecret(name, value, keep);
        kept.push(name);
        return name;
      };
      try {
        const keySecret = await keepAs(`destination-${id}`, key);
        const querySecret = await keepAs(`destination-${id}-query`, query);
        const shown = title.trim() === '' ? destinationPresets[presetId].title.en : title.trim();
        await store.put({ id, presetId, title: shown, url: address, wanted: 'on', keySecret, querySecret });
        await reload();
        return { done: true, destinationId: id };
      } catch (error) {
        for (const name of kept) await options.dropSecret(name).catch(() => undefined);
        logger.warn('a destination could not be kept', { error });
        return failed(options.wordsOf(error) ?? words.notKept);
      }
    },
    remove(id) {
      starting.delete(id);
      return inTurn(id, async (record) => {
        await takeOffAir(record.id);
        await store.remove(record.id);
        for (const name of [record.keySecret, record.querySecret]) if (name !== null) await options.dropSecret(name).catch(() => undefined);
        turns.delete(record.id);
        await reload();
        return done;
      });
    },
    start(id) {
      const underWay = starting.get(id);
      if (underWay) return underWay;
      const mine = inTurn(id, async (record) => {
        await want(record, 'on');
        // one that has given up begins anew
        await takeOffAir(record.id);
        return putOnAir(record);
      }).finally(() => {
        if (starting.get(id) === mine) starting.delete(id);
      });
      starting.set(id, mine);
      return mine;
    },
    stop(id) {
      starting.delete(id);
      return inTurn(id, async (record) => {
        await want(record, 'off');
        await takeOffAir(record.id);
        return done;
      });
    },
    async preflight(of, video) {
      const record = 'destinationId' in of ? find(of.destinationId) : undefined;
      if ('destinationId' in of && !record) return failed(words.unknown);
      if (record && running.has(record.id)) return failed(words.onAirAlready);
      const presetId = record?.presetId ?? (of as DestinationDraft).presetId;
      const spec = record
        ? await specOf(record)
        : {
            ...(of as DestinationDraft),
            streamKey: (of as DestinationDraft).streamKey.trim(),
            srtFfmpegPath: await options.srtFfmpegPath(),
          };
      if (spec === null) return failed(words.keyMissing(record?.title ?? ''));
      const { trial, testSuffix } = destinationPresets[presetId];
      const { srtFfmpegPath } = spec;
      const request = {
        url: spec.url,
        streamKey: testSuffix === undefined ? spec.streamKey : withSuffix(spec.streamKey, testSuffix),
        intent: trial === 'on-air' ? ('look' as const) : ('publish' as const),
        ...(srtFfmpegPath === undefined ? {} : { srtFfmpegPath }),
      };
      return options.preflight(request, { video, presetId });
    },
    async goOnAir(next) {
      air = next;
      running.clear();
      for (const record of records.filter(({ wanted }) => wanted === 'on')) {
        const result = await inTurn(record.id, async (now) => (now.wanted === 'on' ? putOnAir(now) : done));
        if (!result.done) logger.warn('a destination did not start with the show', { destinationId: record.id });
      }
    },
    standBeside(next) {
      air = next;
      running.clear();
    },
    goOffAir() {
      air = undefined;
      running.clear();
    },
  };
}

/** A key may have a query of its own. */
const withSuffix = (key: string, suffix: string): string => (key.includes('?') ? `${key}&${suffix.slice(1)}` : key + suffix);
