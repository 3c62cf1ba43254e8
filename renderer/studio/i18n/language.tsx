/** Which language the window speaks, kept between starts, and the hook that says things in it. */
import { useEffect, useMemo } from 'react';
import type { ReactNode } from 'react';
import { I18nextProvider, useTranslation } from 'react-i18next';
import type { UserMessage } from '../../../main/contract/failure.ts';
import type { MessageKey } from './resources.ts';
import { createSpeechEngine, inBoth, languageOf, tagFor } from './speech-engine.ts';
import type { Language, Values } from './speech-engine.ts';

const storageKey = 'vanchor.language';
const engine = createSpeechEngine(firstLanguage());

export interface Speech {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  readonly t: (key: MessageKey, values?: Values) => string;
  /** A sentence that the studio sent in both languages. */
  readonly say: (message: UserMessage) => string;
}

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  return <I18nextProvider i18n={engine}>{children}</I18nextProvider>;
}

export function useSpeech(): Speech {
  const { t: translate, i18n } = useTranslation();
  const language = languageOf(i18n.language);
  useEffect(() => {
    document.documentElement.lang = tagFor(language);
  }, [language]);
  return useMemo<Speech>(
    () => ({
      language,
      setLanguage: (next) => {
        localStorage.setItem(storageKey, next);
        void i18n.changeLanguage(tagFor(next));
      },
      t: (key, values) => translate(key, { ...values }),
      say: (message) => message[language],
    }),
    [language, i18n, translate],
  );
}

/** What the window itself has to report, in both languages. */
export const wordsFor = (key: MessageKey, values?: Values): UserMessage => inBoth(engine, key, values);

function firstLanguage(): Language {
  const kept = localStorage.getItem(storageKey);
  if (kept === 'en' || kept === 'zh') return kept;
  return languageOf(navigator.language.toLowerCase());
}
