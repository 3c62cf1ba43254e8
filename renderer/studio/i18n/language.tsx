/** Which language the window speaks, kept between starts, and the function that says things in it. */
import { createContext, use, useCallback, useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import type { UserMessage } from '../../../main/contract/failure.ts';
import { fillMessage, messages } from './messages.ts';
import type { Language, MessageKey } from './messages.ts';

const storageKey = 'vanchor.language';

export interface Speech {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  readonly t: (key: MessageKey, values?: Readonly<Record<string, string | number>>) => string;
  /** A sentence that the studio sent in both languages. */
  readonly say: (message: UserMessage) => string;
}

const SpeechContext = createContext<Speech | null>(null);

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, choose] = useState<Language>(firstLanguage);
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  }, [language]);
  const setLanguage = useCallback((next: Language) => {
    localStorage.setItem(storageKey, next);
    choose(next);
  }, []);
  const speech = useMemo<Speech>(
    () => ({
      language,
      setLanguage,
      t: (key, values) => fillMessage(messages[key][language], values),
      say: (message) => message[language],
    }),
    [language, setLanguage],
  );
  return <SpeechContext value={speech}>{children}</SpeechContext>;
}

export function useSpeech(): Speech {
  const speech = use(SpeechContext);
  if (speech === null) throw new Error('useSpeech outside of LanguageProvider');
  return speech;
}

function firstLanguage(): Language {
  const kept = localStorage.getItem(storageKey);
  if (kept === 'en' || kept === 'zh') return kept;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}
