/** One voice at a time: asked for, played in this page, stopped. The audience hears nothing of it. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { VoicePreviewRequest } from '../../../../main/api/contract/voices.ts';
import { previewVoice } from '../../bridge/asks.ts';
import { useClient, useReport } from '../../bridge/studio-context.tsx';
import { wordsFor } from '../../i18n/language.tsx';

export interface Preview {
  readonly key: string;
  readonly phase: 'making' | 'playing' | 'heard';
  readonly durationMs: number;
}

export interface VoicePreviewer {
  readonly now: Preview | null;
  readonly play: (key: string, order: VoicePreviewRequest) => Promise<void>;
  readonly stop: () => void;
}

export function useVoicePreview(): VoicePreviewer {
  const client = useClient();
  const [, setReport] = useReport();
  const [now, setNow] = useState<Preview | null>(null);
  const running = useRef<{ readonly asked: AbortController; audio?: HTMLAudioElement } | null>(null);

  const quiet = useCallback(() => {
    const one = running.current;
    running.current = null;
    one?.asked.abort();
    one?.audio?.pause();
    if (one?.audio) URL.revokeObjectURL(one.audio.src);
  }, []);
  useEffect(
    () => () => {
      quiet();
      // a look at another screen ends it too, and the screen stays as it is meanwhile
      setNow(null);
    },
    [quiet],
  );

  const play = useCallback(
    async (key: string, order: VoicePreviewRequest) => {
      quiet();
      const one: NonNullable<typeof running.current> = { asked: new AbortController() };
      running.current = one;
      setNow({ key, phase: 'making', durationMs: 0 });
      const fail = (message: Parameters<typeof setReport>[0]): void => {
        if (running.current !== one) return;
        running.current = null;
        setNow(null);
        setReport(message);
      };
      try {
        const studio = client();
        if (studio === null) throw new Error('no connection');
        const answer = await previewVoice(studio, order, one.asked.signal);
        if (running.current !== one) return;
        if (!answer.done) return fail({ level: 'error', message: answer.words });
        const { durationMs } = answer;
        const bytes = Uint8Array.from(atob(answer.wavBase64), (char) => char.charCodeAt(0));
        const audio = new Audio(URL.createObjectURL(new Blob([bytes], { type: 'audio/wav' })));
        one.audio = audio;
        audio.addEventListener('ended', () => {
          if (running.current !== one) return;
          quiet();
          setNow({ key, phase: 'heard', durationMs });
        });
        setReport(null);
        setNow({ key, phase: 'playing', durationMs });
        await audio.play();
      } catch {
        fail({ level: 'error', message: wordsFor('problem.unknown') });
      }
    },
    [client, quiet, setReport],
  );
  const stop = useCallback(() => {
    quiet();
    setNow(null);
  }, [quiet]);
  return { now, play, stop };
}
