/** What the forms that add an engine to the list have in common: what it is, what went wrong, the fields, the two buttons. */
import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
import type { UserMessage } from '../../../main/contract/failure.ts';
import { useSpeech } from '../i18n/language.tsx';
import classes from './add-form.module.css';

interface AddFormProps {
  /** Begins the test ids. */
  readonly name: 'ear' | 'file' | 'server';
  readonly title: string;
  readonly hint: string;
  readonly problems: readonly UserMessage[];
  readonly busy: boolean;
  readonly onSubmit: () => Promise<void>;
  readonly onCancel: () => void;
  /** The fields. */
  readonly children: ReactNode;
}

export function AddForm({ name, title, hint, problems, busy, onSubmit, onCancel, children }: AddFormProps) {
  const { t, say } = useSpeech();
  return (
    <form
      className={classes['form']}
      data-testid={`${name}-form`}
      onSubmit={(event) => {
        event.preventDefault();
        void onSubmit();
      }}
    >
      <strong>{title}</strong>
      <p className={classes['hint']}>{hint}</p>
      {problems.map((problem) => (
        <p key={problem.en} role="alert" className={classes['problem']} data-testid={`${name}-problem`}>
          {say(problem)}
        </p>
      ))}
      <div className={classes['fields']}>{children}</div>
      <div className={classes['actions']}>
        <Button type="submit" size="compact-sm" loading={busy} data-testid={`${name}-submit`}>
          {t('models.server.submit')}
        </Button>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={onCancel}>
          {t('models.confirm.no')}
        </Button>
      </div>
    </form>
  );
}
