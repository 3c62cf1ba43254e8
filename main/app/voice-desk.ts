/**
 * What the streamer has set of voices: keeps it, says who speaks what (for the doors and for each clause on air), and has voices tried. A change
 * needs no swap where the voice's engine is loaded: the next clause is asked for with it.
 */
import { asSlotId, type SlotId } from '../contract/ids.ts';
import type { UserMessage } from '../contract/failure.ts';
import type { Lang } from '../contract/speech.ts';
import type { DoneView } from '../api/contract/engines.ts';
import type { VoiceOfferView } from '../api/contract/voices.ts';
import type { VoicesPort } from '../api/voices-port.ts';
import type { EngineChoice } from '../engines/contract/choice.ts';
import type { EngineManifest } from '../engines/contract/manifest.ts';
import type { TtsSignature } from '../engines/contract/signature.ts';
import type { Router } from '../routing/types.ts';
import { castVoice, judgeWish, voicesFor, type VoiceSlot } from '../voices/cast-voice.ts';
import { checkReading } from '../voices/check-reading.ts';
import { previewSentence } from '../voices/preview-sentences.ts';
import { mostReadings, readVoiceSettings } from '../voices/read-settings.ts';
import { slotForVoice } from '../voices/slot-for-voice.ts';
import { sameVoice, usualTuning, type VoiceRef, type VoiceSettings, type VoiceWish } from '../voices/types.ts';
import { voiceWords } from '../voices/voice-words.ts';
import type { VoiceCast } from './engine-ports/create-voice.ts';
import type { VoicePreviewer } from './voice-preview.ts';

export interface VoiceDesk extends VoicesPort {
  /** For the clauses of a show. */
  readonly cast: VoiceCast;
  /** What would bring the anchor's own voice into a slot; null: it is in one, has none, or nothing can. */
  offer(): VoiceOfferView | null;
  dispose(): void;
}

export interface VoiceDeskOptions {
  readonly router: Router;
  readonly faceSlot: SlotId | undefined;
  readonly manifests: ReadonlyMap<string, EngineManifest>;
  /** Everything that can fill a slot, in the order in which it is offered. */
  readonly choices: () => readonly EngineChoice[];
  readonly previewer: VoicePreviewer;
  readonly kept: unknown;
  readonly keep: (settings: VoiceSettings) => void;
  readonly onChange: () => void;
  /** An anchor came with a voice, or without the one that was set. */
  readonly tell: (level: 'info' | 'warn', message: UserMessage) => void;
}

const done: DoneView = { done: true };
const refused = (words: UserMessage): DoneView => ({ done: false, words });

export function createVoiceDesk(options: VoiceDeskOptions): VoiceDesk {
  const { router, faceSlot, manifests, choices, previewer, keep, onChange, tell } = options;
  let settings = readVoiceSettings(options.kept);
  /** What each tts slot held when the present face came on: its voice counts until that is changed. */
  let over = slotChoices();
  let anchor = faceChoice();
  /** What engines said of themselves when they were last seen. */
  const seen = new Map<string, TtsSignature>();

  function slots(): VoiceSlot[] {
    return router.slots.flatMap(({ id, kind, active, choice, options: own }) => {
      if (kind !== 'tts' || !active) return [];
      const { signature, manifest, state } = active;
      if (signature?.kind === 'tts') seen.set(manifest.id, signature);
      return [{ slotId: id, engineId: manifest.id, choiceId: choice?.choiceId ?? null, voiceId: own.voice, signature, state }];
    });
  }

  function slotChoices(): ReadonlyMap<string, string | null> {
    return new Map(
      router.slots.flatMap(({ kind, active, choice }) =>
        kind === 'tts' && active ? [[active.manifest.id, choice?.choiceId ?? null] as const] : [],
      ),
    );
  }
  function faceChoice(): string | undefined {
    return faceSlot === undefined ? undefined : router.choice(faceSlot)?.choiceId;
  }

  function anchorWish(): VoiceWish | undefined {
    const voice = anchor === undefined ? undefined : settings.anchors[anchor];
    return voice && { ...voice, over: over.get(voice.engineId) ?? null };
  }
  const castFor = (lang: Lang) => castVoice(lang, slots(), { anchor: anchorWish(), byDefault: settings.defaults[lang] });

  const leave = router.onChange((slotId) => {
    if (slotId !== faceSlot || faceChoice() === anchor) return;
    anchor = faceChoice();
    over = slotChoices();
    const voice = anchor === undefined ? undefined : settings.anchors[anchor];
    const title = choices().find(({ choiceId }) => choiceId === anchor)?.title;
    if (!voice || !title) return;
    const isThere = slots().some(({ engineId, state }) => engineId === voice.engineId && state === 'ready');
    if (isThere) tell('info', voiceWords.anchorSpeaks(title, nameOf(voice)));
    else tell('warn', voiceWords.anchorVoiceMissing(title, nameOf(voice)));
  });

  const infoOf = (voice: VoiceRef) => seen.get(voice.engineId)?.voices.find(({ id }) => id === voice.voiceId);
  /** As the choice that is this voice is called, else as the engine calls it. */
  function nameOf(voice: VoiceRef): UserMessage {
    const ofEngine = choices().filter(({ engineId }) => engineId === voice.engineId);
    const own = ofEngine.find(({ options: { voice: id } }) => id === voice.voiceId);
    if (own) return own.title;
    const name = infoOf(voice)?.name ?? `${voice.engineId} ${voice.voiceId}`;
    return { en: name, zh: name.replace('(female)', '（女声）').replace('(male)', '（男声）').replace(' （', '（') };
  }
  const tuningOf = (voice: VoiceRef) => {
    const found = settings.tunings.find((one) => sameVoice(one, voice));
    return found && { speed: found.speed, pitch: found.pitch, volume: found.volume };
  };
  function change(part: Partial<VoiceSettings>): DoneView {
    settings = { ...settings, ...part };
    keep(settings);
    onChange();
    return done;
  }

  /** Where an engine of a voice is prepared, and as which choice: the one that says this voice, else the first of the engine. */
  function placeOf(voice: VoiceRef): { readonly slotId: SlotId; readonly choice: EngineChoice } | undefined {
    const ofEngine = choices().filter(({ engineId }) => engineId === voice.engineId);
    // one process per engine, whatever voice of it is tried
    const [choice] = ofEngine;
    const tts = router.slots.filter(({ kind }) => kind === 'tts');
    const slot = tts.find(({ active }) => active?.manifest.id === voice.engineId) ?? tts[0];
    return choice && slot && manifests.has(voice.engineId) ? { slotId: asSlotId(slot.id), choice } : undefined;
  }

  const readingsIn = (text: string) => {
    if (settings.dictionary.length === 0) return [];
    const lower = text.toLowerCase();
    return settings.dictionary.filter(({ lang, word }) => (lang === 'zh' ? text.includes(word) : lower.includes(word.toLowerCase())));
  };

  return {
    cast: {
      wish(lang) {
        const cast = castFor(lang);
        return cast === undefined || cast.by === 'slot' ? undefined : { slotId: cast.slotId, voiceId: cast.voiceId };
      },
      tuning: (engineId, voiceId) => tuningOf({ engineId, voiceId }),
      readings: readingsIn,
    },
    offer() {
      const voice = anchor === undefined ? undefined : settings.anchors[anchor];
      if (!voice) return null;
      const now = slots();
      if (now.some(({ engineId }) => engineId === voice.engineId)) return null;
      const all = choices();
      const ofEngine = all.filter(({ engineId }) => engineId === voice.engineId);
      const choice = ofEngine.find(({ options: { voice: id } }) => id === voice.voiceId) ?? ofEngine[0];
      const title = all.find(({ choiceId }) => choiceId === anchor)?.title;
      const spoken = router.slots
        .filter(({ kind }) => kind === 'tts')
        .map(({ id, active }) => ({ slotId: id, languages: active?.signature?.kind === 'tts' ? active.signature.languages : [] }));
      const slotId = slotForVoice(seen.get(voice.engineId)?.languages ?? [], spoken);
      if (!choice || !title || slotId === undefined || !manifests.has(voice.engineId)) return null;
      return { anchor: title, voice: nameOf(voice), slotId, choiceId: choice.choiceId };
    },
    list() {
      const now = slots();
      const loaded = new Set(now.map(({ engineId }) => engineId));
      const engines = Array.from(seen).filter(([engineId]) => manifests.has(engineId));
      const languages = Array.from(new Set(engines.flatMap(([, { languages: spoken }]) => spoken))).filter((lang) =>
        /^[a-z]{2,3}$/.test(lang),
      );
      return {
        voices: engines.flatMap(([engineId, { voices, follows }]) =>
          voices.map(({ id }) => ({
            engineId,
            voiceId: id,
            name: nameOf({ engineId, voiceId: id }),
            tuning: tuningOf({ engineId, voiceId: id }) ?? usualTuning,
            follows,
            loaded: loaded.has(engineId),
          })),
        ),
        languages: languages.map((lang) => {
          const wanted = settings.defaults[lang];
          const speaks = castFor(lang);
          return {
            lang,
            voices: engines.flatMap(([engineId, signature]) => voicesFor(signature, lang).map(({ id }) => ({ engineId, voiceId: id }))),
            wanted: wanted ? { engineId: wanted.engineId, voiceId: wanted.voiceId } : null,
            wantedState: wanted ? judgeWish(wanted, lang, now).state : 'none',
            speaks: speaks ? { engineId: speaks.engineId, voiceId: speaks.voiceId, by: speaks.by } : null,
          };
        }),
        anchors: choices()
          .filter(({ engineId }) => manifests.get(engineId)?.kind === 'face' && !manifests.get(engineId)?.test)
          .map(({ choiceId, title }) => ({ choiceId, title, inUse: choiceId === anchor, voice: settings.anchors[choiceId] ?? null })),
        dictionary: Array.from(settings.dictionary),
      };
    },
    async preview({ lang, text = '', tuning, emotion, engineId, voiceId }, signal) {
      const voice = { engineId, voiceId };
      slots();
      const place = placeOf(voice);
      if (!place || !infoOf(voice)) return { done: false, words: voiceWords.noSuchVoice };
      if (!voicesFor(seen.get(engineId), lang).some(({ id }) => id === voiceId))
        return { done: false, words: voiceWords.doesNotSpeak(nameOf(voice)) };
      const said = text.trim() || previewSentence(lang);
      const order = { ...voice, lang, text: said, tuning: tuning ?? tuningOf(voice) ?? usualTuning, emotion, readings: readingsIn(said) };
      return previewer.speak(order, place, signal);
    },
    tune(voice, tuning) {
      slots();
      const follows = seen.get(voice.engineId)?.follows;
      if (!follows || !infoOf(voice)) return refused(voiceWords.noSuchVoice);
      const before = tuningOf(voice) ?? usualTuning;
      if ((['speed', 'pitch', 'volume'] as const).some((name) => !follows[name] && tuning[name] !== before[name]))
        return refused(voiceWords.doesNotFollow(nameOf(voice)));
      const others = settings.tunings.filter((one) => !sameVoice(one, voice));
      const isUsual = tuning.speed === 1 && tuning.pitch === 0 && tuning.volume === 1;
      return change({ tunings: isUsual ? others : [...others, { ...voice, ...tuning }] });
    },
    setDefault(lang, voice) {
      const { [lang]: _before, ...others } = settings.defaults;
      if (!voice) return change({ defaults: others });
      const [slot] = slots().filter(({ engineId }) => engineId === voice.engineId);
      if (!infoOf(voice)) return refused(voiceWords.noSuchVoice);
      if (!voicesFor(seen.get(voice.engineId), lang).some(({ id }) => id === voice.voiceId))
        return refused(voiceWords.doesNotSpeak(nameOf(voice)));
      return change({ defaults: { ...others, [lang]: { ...voice, over: slot?.choiceId ?? null } } });
    },
    setAnchorVoice(choiceId, voice) {
      slots();
      if (!choices().some((choice) => choice.choiceId === choiceId && manifests.get(choice.engineId)?.kind === 'face'))
        return refused(voiceWords.noSuchAnchor);
      if (voice && !infoOf(voice)) return refused(voiceWords.noSuchVoice);
      const { [choiceId]: _before, ...others } = settings.anchors;
      // set for the one in use: it is what is wanted now
      if (choiceId === anchor) over = slotChoices();
      return change({ anchors: voice ? { ...others, [choiceId]: voice } : others });
    },
    putReading(draft) {
      const checked = checkReading(draft);
      if (!checked.fits) return refused(checked.words);
      const { entry } = checked;
      const others = settings.dictionary.filter((one) => !isSameWord(one, entry));
      if (others.length >= mostReadings) return refused(voiceWords.tooManyReadings(mostReadings));
      return change({ dictionary: [...others, entry] });
    },
    removeReading(word) {
      const others = settings.dictionary.filter((one) => !isSameWord(one, word));
      return others.length === settings.dictionary.length ? refused(voiceWords.noSuchReading) : change({ dictionary: others });
    },
    dispose() {
      leave();
      previewer.dispose();
    },
  };
}

function isSameWord(a: { readonly lang: string; readonly word: string }, b: { readonly lang: string; readonly word: string }): boolean {
  return a.lang === b.lang && a.word.toLowerCase() === b.word.toLowerCase();
}
