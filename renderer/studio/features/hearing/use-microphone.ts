/** Turns the microphone on and off, and keeps it and the studio's session together: where one ends, so does the other. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { startListening, stopListening } from '../../bridge/asks.ts';
import { useAction, useClient, useSnapshot } from '../../bridge/studio-context.tsx';
import type { MessageKey } from '../../i18n/resources.ts';
import { levelOf, openMicrophone, type Microphone } from './open-microphone.ts';
import { createSoundSender, type SoundSender } from './sound-sender.ts';

export interface ListeningSettings {
  readonly author: string;
  readonly mode: 'open' | 'push';
  readonly whileAnchorSpeaks: 'ignore' | 'hear';
  readonly deviceId: string;
}

interface Running {
  readonly sessionId: string;
  readonly sender: SoundSender;
  microphone?: Microphone;
}

const problems: Readonly<Record<string, MessageKey>> = {
  NotAllowedError: 'hearing.problem.denied',
  NotFoundError: 'hearing.problem.none',
  OverconstrainedError: 'hearing.problem.none',
  NotReadableError: 'hearing.problem.busy',
};

export function useMicrophone(onLevel: (level: number) => void) {
  const { hearing } = useSnapshot();
  const client = useClient();
  const { run: start } = useAction(startListening);
  const { run: stop } = useAction(stopListening);
  const running = useRef<Running | null>(null);
  const [state, setState] = useState<'off' | 'opening' | 'on'>('off');
  const [problem, setProblem] = useState<MessageKey | null>(null);

  const close = useCallback((): void => {
    running.current?.sender.close();
    running.current?.microphone?.close();
    running.current = null;
    onLevel(0);
    setState('off');
  }, [onLevel]);

  const turnOff = useCallback(async (): Promise<void> => {
    const ended = running.current;
    // the last words are on their way
    await ended?.microphone?.drain();
    close();
    if (ended) await stop(ended.sessionId);
  }, [close, stop]);

  const turnOn = useCallback(
    async ({ deviceId, ...options }: ListeningSettings): Promise<void> => {
      close();
      setProblem(null);
      setState('opening');
      // first the studio: without its consent the page is not given the microphone
      const session = await start(options);
      if (session === null) return close();
      const { sessionId } = session;
      const mine: Running = { sessionId, sender: createSoundSender(sessionId, () => client()?.hearing ?? null, close) };
      running.current = mine;
      try {
        const microphone = await openMicrophone({
          deviceId,
          onPiece(pcm) {
            onLevel(levelOf(pcm));
            mine.sender.send({ pcm });
          },
          onEnded() {
            setProblem('hearing.problem.gone');
            void turnOff();
          },
        });
        // turned off, or on again, in the meantime
        if (running.current !== mine) return microphone.close();
        mine.microphone = microphone;
        setState('on');
      } catch (error) {
        setProblem(problems[error instanceof DOMException ? error.name : ''] ?? 'hearing.problem.busy');
        if (running.current === mine) close();
        await stop(sessionId);
      }
    },
    [client, close, onLevel, start, stop, turnOff],
  );

  const press = useCallback((): void => running.current?.sender.send({ button: 'pressed' }), []);
  const release = useCallback(async (): Promise<void> => {
    const { current } = running;
    await current?.microphone?.drain();
    current?.sender.send({ button: 'released' });
  }, []);

  // listening was ended elsewhere: by another window, or because nothing came any more
  const sessionId = hearing.session?.sessionId;
  useEffect(() => {
    if (state === 'on' && running.current && running.current.sessionId !== sessionId) close();
  }, [sessionId, state, close]);
  useEffect(() => close, [close]);

  return { state, problem, turnOn, turnOff, press, release };
}
