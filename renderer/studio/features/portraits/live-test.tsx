/** The live test: one sentence spoken by the portrait as it is set now, as a clip. Progress in words, and a way to give it up. */
import { useEffect, useRef, useState } from 'react';
import { Button, Loader, TextInput } from '@mantine/core';
import type { PortraitLook, PreviewStage } from '../../../../main/api/contract/portraits.ts';
import type { UserMessage } from '../../../../main/contract/failure.ts';
import { previewPortrait } from '../../bridge/asks.ts';
import { useClient, wordsOf } from '../../bridge/studio-context.tsx';
import { useSpeech, wordsFor } from '../../i18n/language.tsx';
import classes from './portraits.module.css';

interface Clip {
  readonly url: string;
  readonly unvoiced: readonly string[];
}

export function LiveTest({ draftId, look }: { readonly draftId: string; readonly look: PortraitLook }) {
  const { t, say } = useSpeech();
  const client = useClient();
  const [text, setText] = useState<string | null>(null);
  const [stage, setStage] = useState<PreviewStage | null>(null);
  const [problem, setProblem] = useState<UserMessage | null>(null);
  const [clip, setClip] = useState<Clip | null>(null);
  const running = useRef<AbortController | null>(null);
  const sentence = text ?? t('portraits.test.sentence');

  useEffect(() => () => running.current?.abort(), []);
  useEffect(() => () => (clip === null ? undefined : URL.revokeObjectURL(clip.url)), [clip]);

  const test = async (): Promise<void> => {
    const door = client();
    if (door === null) return setProblem(wordsFor('problem.unknown'));
    const mine = new AbortController();
    running.current = mine;
    setProblem(null);
    setClip(null);
    setStage('checking');
    try {
      for await (const news of await previewPortrait(door, { draftId, look, text: sentence.trim() }, mine.signal)) {
        if (mine.signal.aborted) break;
        if (news.stage === 'ready') setClip({ url: urlOf(news.clip), unvoiced: news.unvoiced });
        else if (news.stage === 'refused') setProblem(news.words);
        else setStage(news.stage);
      }
    } catch (error) {
      if (!mine.signal.aborted) setProblem(wordsOf(error));
    } finally {
      if (running.current === mine) {
        running.current = null;
        setStage(null);
      }
    }
  };
  const cancel = (): void => {
    running.current?.abort();
    running.current = null;
    setStage(null);
  };

  return (
    <fieldset className={classes['group']} data-testid="live-test">
      <legend>{t('portraits.test')}</legend>
      <TextInput
        label={t('portraits.test.text')}
        size="xs"
        maxLength={120}
        data-testid="test-text"
        value={sentence}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={classes['row']}>
        {stage === null ? (
          <Button size="compact-sm" variant="light" data-testid="test-run" disabled={sentence.trim() === ''} onClick={() => void test()}>
            {t('portraits.test.run')}
          </Button>
        ) : (
          <>
            <span role="status" className={classes['reading']} data-testid="test-stage" data-stage={stage}>
              <Loader size="xs" aria-hidden /> {t(`portraits.stage.${stage}`)}
            </span>
            <Button size="compact-sm" variant="subtle" color="gray" data-testid="test-cancel" onClick={cancel}>
              {t('portraits.test.cancel')}
            </Button>
          </>
        )}
      </div>
      {problem !== null && (
        <p role="alert" className={classes['problem']} data-testid="test-problem">
          {say(problem)}
        </p>
      )}
      {clip === null ? (
        <p className={classes['note']}>{t('portraits.test.note')}</p>
      ) : (
        <>
          {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- the sentence stands above it and in the picture */}
          <video
            className={classes['clip']}
            data-testid="test-clip"
            src={clip.url}
            aria-label={t('portraits.test.clip')}
            controls
            autoPlay
          />
          {clip.unvoiced.length > 0 && (
            <p role="alert" className={classes['problem']}>
              {t('portraits.test.unvoiced', { parts: clip.unvoiced.join('; ') })}
            </p>
          )}
        </>
      )}
    </fieldset>
  );
}

function urlOf(base64: string): string {
  const characters = atob(base64);
  const bytes = new Uint8Array(characters.length);
  for (let n = 0; n < bytes.length; n++) bytes[n] = characters.charCodeAt(n);
  return URL.createObjectURL(new Blob([bytes], { type: 'video/mp4' }));
}
