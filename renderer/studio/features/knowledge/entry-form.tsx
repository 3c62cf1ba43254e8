/** What the forms of entries have in common: what was refused, and the two buttons. */
import { useState } from 'react';
import { Button } from '@mantine/core';
import type { OnAirAnswer } from '../../../../main/api/contract/knowledge.ts';
import type { UserMessage } from '../../../../main/contract/failure.ts';
import { useSpeech } from '../../i18n/language.tsx';
import classes from './knowledge.module.css';

export interface SavedAnswer {
  readonly onAir: OnAirAnswer;
}
type Answer =
  (SavedAnswer & { readonly done: true }) | { readonly done: false; readonly words: UserMessage; readonly field?: string | undefined };

export function useRefusal(onSaved: (answer: SavedAnswer) => void) {
  const [refusal, setRefusal] = useState<{ readonly words: UserMessage; readonly field?: string | undefined } | null>(null);
  return {
    refusal: refusal?.words ?? null,
    /** The field that the refusal is about. */
    refused: refusal?.field,
    settle: (answer: Answer | null): void => {
      setRefusal(answer === null || answer.done ? null : answer);
      if (answer?.done === true) onSaved(answer);
    },
  };
}

interface FormFootProps {
  readonly refusal: UserMessage | null;
  readonly readOnly: boolean;
  readonly busy: boolean;
  readonly onCancel: () => void;
}

export function FormFoot({ refusal, readOnly, busy, onCancel }: FormFootProps) {
  const { t, say } = useSpeech();
  return (
    <>
      {refusal !== null && (
        <p className={classes['problem']} role="alert" data-testid="entry-refusal">
          {say(refusal)}
        </p>
      )}
      <div className={classes['actions']}>
        <Button variant="default" data-testid="entry-cancel" onClick={onCancel}>
          {t(readOnly ? 'knowledge.close' : 'knowledge.cancel')}
        </Button>
        {!readOnly && (
          <Button type="submit" loading={busy} data-testid="entry-save">
            {t('knowledge.save')}
          </Button>
        )}
      </div>
    </>
  );
}
