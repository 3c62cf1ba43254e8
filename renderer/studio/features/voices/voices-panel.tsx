/** Voices of the cast: by language, by anchor, and how words are said. */
import { useState } from 'react';
import { Button, Loader } from '@mantine/core';
import { useSpeech } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import { AnchorVoices } from './anchor-voices.tsx';
import { DictionaryEditor } from './dictionary-editor.tsx';
import { LanguageVoices } from './language-voices.tsx';
import { useVoices } from './use-voices.ts';
import { voiceKey } from './voice-key.ts';
import classes from './voices.module.css';

/** These first: they are what the studio is made for. */
const first = ['zh', 'en'];

export function VoicesPanel() {
  const { t, say, language } = useSpeech();
  const { state, view, refresh } = useVoices();
  const [chosen, setChosen] = useState<string>(language);
  const nameOf = (lang: string): string =>
    new Intl.DisplayNames([language === 'zh' ? 'zh-CN' : 'en'], { type: 'language' }).of(lang) ?? lang;
  const rank = (lang: string): number => (first.includes(lang) ? first.indexOf(lang) : first.length);
  const groups = (view?.languages ?? []).toSorted(
    (a, b) => rank(a.lang) - rank(b.lang) || nameOf(a.lang).localeCompare(nameOf(b.lang), language),
  );
  const group = groups.find(({ lang }) => lang === chosen) ?? groups[0];
  const voiceName = (key: string): string => {
    const voice = view?.voices.find((one) => voiceKey(one) === key);
    return voice ? say(voice.name) : key;
  };

  return (
    <>
      <div className={classes['wide']}>
        <Panel title={t('voices.title')}>
          <p className={classes['hint']}>{t('voices.hint')}</p>
          {view === null && state === 'loading' && (
            <p className={classes['hint']} role="status">
              <Loader size={14} aria-hidden /> {t('voices.loading')}
            </p>
          )}
          {state === 'failed' && (
            <div className={classes['aside']} role="alert">
              <span>{t('voices.failed')}</span>
              <Button size="compact-xs" variant="default" onClick={() => void refresh()}>
                {t('voices.retry')}
              </Button>
            </div>
          )}
          {view !== null && group === undefined && <p className={classes['hint']}>{t('voices.none')}</p>}
          {view !== null && group !== undefined && (
            <div className={classes['split']} data-testid="voices">
              <ul className={classes['languages']} aria-label={t('voices.language')}>
                {groups.map(({ lang, speaks }) => (
                  <li key={lang}>
                    <button
                      type="button"
                      className={classes['language']}
                      data-testid={`voice-lang-${lang}`}
                      aria-pressed={lang === group.lang}
                      onClick={() => setChosen(lang)}
                    >
                      <span>{nameOf(lang)}</span>
                      <span className={classes['who']}>
                        {speaks === null ? t('voices.language.unvoiced') : voiceName(voiceKey(speaks))}
                      </span>
                    </button>
                  </li>
                ))}
              </ul>
              <LanguageVoices key={group.lang} group={group} voices={view.voices} name={nameOf(group.lang)} onChanged={refresh} />
            </div>
          )}
        </Panel>
      </div>
      {view !== null && <AnchorVoices view={view} onChanged={refresh} />}
      {view !== null && <DictionaryEditor entries={view.dictionary} onChanged={refresh} />}
    </>
  );
}
