/** What is being said this moment, word by word where the voice tells its words; and how long silence took when it was asked for. */
import { useEffect, useState } from 'react';
import { IconMicrophone } from '@tabler/icons-react';
import { useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { betweenClauses, noteClause } from './last-clause.ts';
import type { LastClause } from './last-clause.ts';
import classes from './now-speaking.module.css';
import { useSilence } from './silence.tsx';
import { wordSaidAt } from './word-said-at.ts';

export function NowSpeaking() {
  const snapshot = useSnapshot();
  const { speaking } = snapshot;
  const { t } = useSpeech();
  const { silentAfterMs } = useSilence();
  const [last, setLast] = useState<LastClause | null>(null);
  const now = noteClause(last, snapshot);
  if (now !== last) setLast(now);
  const said = betweenClauses(now, snapshot);
  return (
    <section className={classes['bar']} aria-label={t('speaking.label')} data-speaking={speaking !== null || said !== null}>
      <IconMicrophone size={18} className={classes['mark']} aria-hidden />
      <div className={classes['text']} data-testid="now-speaking" aria-live="polite">
        {speaking === null ? (
          said !== null ? (
            <span className={classes['said']}>{said}</span>
          ) : (
            <span className={classes['none']}>
              {silentAfterMs === null ? t('speaking.none') : t('show.cancelled', { ms: silentAfterMs })}
            </span>
          )
        ) : speaking.words.length === 0 ? (
          speaking.text
        ) : (
          <SpokenText key={speaking.clauseId} text={speaking.text} words={speaking.words} sinceMs={speaking.sinceMs} />
        )}
      </div>
    </section>
  );
}

interface SpokenTextProps {
  readonly text: string;
  readonly words: readonly { readonly at: number; readonly ms: number }[];
  readonly sinceMs: number;
}

function SpokenText({ text, words, sinceMs }: SpokenTextProps) {
  const [range, setRange] = useState(() => wordSaidAt(words, text.length, Date.now() - sinceMs));
  useEffect(() => {
    // a word lasts a few hundred milliseconds: this is often enough, and only a change draws anything
    const timer = setInterval(() => {
      const next = wordSaidAt(words, text.length, Date.now() - sinceMs);
      setRange((now) => (now.from === next.from && now.to === next.to ? now : next));
    }, 50);
    return () => clearInterval(timer);
  }, [words, text, sinceMs]);
  return (
    <>
      <span className={classes['said']}>{text.slice(0, range.from)}</span>
      <mark className={classes['word']} data-testid="word-said">
        {text.slice(range.from, range.to)}
      </mark>
      {text.slice(range.to)}
    </>
  );
}
