/** What the window asks of the studio, one line each. */
import { safe } from '@orpc/client';
import type { FormatQuestion } from '../../../main/api/contract/encoding.ts';
import type { IdleChange, MusicChange } from '../../../main/api/contract/quiet-time.ts';
import type { ShowOptions } from '../../../main/api/contract/studio.ts';
import type { ReadingView, VoicePreviewRequest, VoiceRefView, VoiceTuningView } from '../../../main/api/contract/voices.ts';
import type { UserMessage } from '../../../main/contract/failure.ts';
import type { SlateId } from '../../../main/contract/air.ts';
import type { DestinationPresetId } from '../../../main/contract/destination-presets.ts';
import type { StudioClient } from './studio-connection.ts';

export interface DestinationDraft {
  readonly presetId: DestinationPresetId;
  readonly title: string;
  readonly url: string;
  readonly streamKey: string;
}

/** A format that this machine does not hold is no fault: it is told, and may be insisted on. */
export const startShow = async (
  client: StudioClient,
  options: Pick<ShowOptions, 'preset' | 'fps' | 'encoder' | 'record' | 'audience' | 'force'>,
): Promise<{ readonly started: true } | { readonly started: false; readonly tooMuch: UserMessage }> => {
  const { error, isDefined } = await safe(client.show.start({ ...options, keptDestinations: 'start' }));
  if (error === null) return { started: true };
  if (isDefined && error.code === 'STUDIO_FAILED' && error.data.reason === 'format-too-much')
    return { started: false, tooMuch: error.data.message };
  throw error;
};
export const listEncoders = (client: StudioClient) => client.encoding.encoders();
export const checkFormat = (client: StudioClient, format: FormatQuestion) => client.encoding.check(format);
export const goLive = (client: StudioClient, record: boolean) => client.show.goLive({ record });
export const setSlate = (client: StudioClient, slate: SlateId | null) => client.show.slate({ slate });
export const panic = (client: StudioClient) => client.show.panic();
export const continueShow = (client: StudioClient) => client.show.continue();
export const chooseSlatePicture = (client: StudioClient, picturePath: string) => client.show.chooseSlatePicture({ picturePath });
export const forgetSlatePicture = (client: StudioClient) => client.show.forgetSlatePicture();
export const watchLog = (client: StudioClient, signal: AbortSignal) => client.show.log(undefined, { signal });
export const stopShow = (client: StudioClient) => client.show.stop();
export const sayLine = (client: StudioClient, line: { readonly author: string; readonly text: string }) => client.chat.say(line);
export const swapSlot = (client: StudioClient, slotId: string, choiceId: string | null, mode: 'beside' | 'stop-then-start') =>
  client.engines.swap({ slotId, choiceId, mode });
export const rollBackSwap = (client: StudioClient, slotId: string) => client.engines.rollBack({ slotId });
export const commitSwap = (client: StudioClient, slotId: string) => client.engines.commit({ slotId });
export const abandonSwap = (client: StudioClient, slotId: string) => client.engines.abandon({ slotId });
export const prepareChoice = (client: StudioClient, slotId: string, choiceId: string) => client.engines.prepare({ slotId, choiceId });
export const unloadEngine = (client: StudioClient, instanceId: string) => client.engines.unload({ instanceId });
export const shadowChoice = (client: StudioClient, slotId: string, choiceId: string | null) => client.engines.shadow({ slotId, choiceId });
export const addChoice = (
  client: StudioClient,
  choice: { readonly engineId: string; readonly title: string; readonly options: Record<string, unknown> },
) => client.engines.addChoice(choice);
export const addPicture = (client: StudioClient, picturePath: string) => client.engines.addPicture({ picturePath });
export const removeChoice = (client: StudioClient, choiceId: string) => client.engines.removeChoice({ choiceId });
export const keepSecret = (
  client: StudioClient,
  secret: { readonly name: string; readonly value: string; readonly keep: 'keychain' | 'plain-file' | 'this-run' },
) => client.engines.setSecret(secret);
export const installPack = (client: StudioClient, packId: string, partId?: string) =>
  client.engines.installPack({ packId, ...(partId === undefined ? {} : { partId }) });
export const cancelPack = (client: StudioClient, packId: string) => client.engines.cancelPack({ packId });
export const removePack = (client: StudioClient, packId: string) => client.engines.removePack({ packId });
export const addDestination = (client: StudioClient, draft: DestinationDraft & { readonly keep: 'keychain' | 'plain-file' | 'this-run' }) =>
  client.destinations.add(draft);
export const removeDestination = (client: StudioClient, destinationId: string) => client.destinations.remove({ destinationId });
export const startDestination = (client: StudioClient, destinationId: string) => client.destinations.start({ destinationId });
export const stopDestination = (client: StudioClient, destinationId: string) => client.destinations.stop({ destinationId });
export const testDestination = (client: StudioClient, of: DestinationDraft | { readonly destinationId: string }) =>
  client.destinations.preflight(of);
export const startRecording = (client: StudioClient) => client.recording.start();
export const stopRecording = (client: StudioClient) => client.recording.stop();
export const saveLastMinutes = (client: StudioClient) => client.recording.saveLast({});
export const keepLastMinutes = (client: StudioClient, minutes: number) => client.recording.setReplay({ minutes });
export const listRecordings = (client: StudioClient) => client.recording.list();
export const finaliseRecording = (client: StudioClient, file: string) => client.recording.finalise({ file });
export const removeRecording = (client: StudioClient, file: string) => client.recording.remove({ file, confirm: true });
export const revealRecording = (client: StudioClient, file?: string) => client.recording.reveal(file === undefined ? {} : { file });
export const acceptResume = (client: StudioClient) => client.show.acceptResume();
export const declineResume = (client: StudioClient) => client.show.declineResume();
export const startListening = (
  client: StudioClient,
  options: { readonly author: string; readonly mode: 'open' | 'push'; readonly whileAnchorSpeaks: 'ignore' | 'hear' },
) => client.hearing.start(options);
export const stopListening = (client: StudioClient, sessionId: string) => client.hearing.stop({ sessionId });
export const setIdleTalk = (client: StudioClient, change: IdleChange) => client.show.idle.set(change);
export const talkNow = (client: StudioClient) => client.show.idle.talkNow();
export const setMusic = (client: StudioClient, change: MusicChange) => client.show.music.set(change);
export const cancelSpeech = (client: StudioClient) => client.chat.cancel();
export const pinTurn = (client: StudioClient, turnId: string, pinned: boolean) => client.chat.pin({ turnId, pinned });
export const skipTurn = (client: StudioClient, turnId: string) => client.chat.skip({ turnId });
/** A show that only this machine sees: no platform is started, nothing is recorded. */
export const startRehearsal = (client: StudioClient) => client.show.start({ preset: '720p', record: false, keptDestinations: 'leave' });
export const listVoices = (client: StudioClient) => client.voices.list();
export const previewVoice = (client: StudioClient, order: VoicePreviewRequest, signal: AbortSignal) =>
  client.voices.preview(order, { signal });
export const tuneVoice = (client: StudioClient, voice: VoiceRefView, tuning: VoiceTuningView) =>
  client.voices.tune({ engineId: voice.engineId, voiceId: voice.voiceId, tuning });
export const setDefaultVoice = (client: StudioClient, lang: string, voice: VoiceRefView | null) =>
  client.voices.setDefault({ lang, voice });
export const setAnchorVoice = (client: StudioClient, choiceId: string, voice: VoiceRefView | null) =>
  client.voices.setAnchorVoice({ choiceId, voice });
export const putReading = (client: StudioClient, entry: ReadingView) => client.voices.putReading(entry);
export const removeReading = (client: StudioClient, { lang, word }: ReadingView) => client.voices.removeReading({ lang, word });
