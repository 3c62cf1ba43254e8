/** Lines that are said often: one click says one; the line in the field can be added. */
import { Button } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useSpeech } from '../../i18n/language.tsx';
import classes from './conversation.module.css';
import { keptPhrases } from './kept-lines.ts';

interface QuickPhrasesProps {
  readonly phrases: readonly string[];
  /** What stands in the field. */
  readonly line: string;
  readonly onSay: (phrase: string) => void;
  readonly onChange: (phrases: readonly string[]) => void;
}

export function QuickPhrases({ phrases, line, onSay, onChange }: QuickPhrasesProps) {
  const { t } = useSpeech();
  const addable = line !== '' && !phrases.includes(line) && phrases.length < keptPhrases;
  if (phrases.length === 0 && !addable) return null;
  return (
    <ul className={classes['phrases']} aria-label={t('phrases.label')}>
      {phrases.map((phrase) => (
        <li key={phrase} className={classes['phrase']}>
          <button type="button" className="cut" data-testid="phrase" title={phrase} onClick={() => onSay(phrase)}>
            {phrase}
          </button>
          <button
            type="button"
            aria-label={t('phrases.remove', { phrase })}
            onClick={() => onChange(phrases.filter((other) => other !== phrase))}
          >
            <IconX size={11} aria-hidden />
          </button>
        </li>
      ))}
      {addable && (
        <li>
          <Button
            size="compact-xs"
            variant="subtle"
            data-testid="phrase-add"
            leftSection={<IconPlus size={12} aria-hidden />}
            onClick={() => onChange([...phrases, line])}
          >
            {t('phrases.add')}
          </Button>
        </li>
      )}
    </ul>
  );
}
