/** One question with its ways to ask and its answers: one a line, in one language or both. */
import { useState } from 'react';
import { Textarea, TextInput } from '@mantine/core';
import { putQuestion } from '../../bridge/asks.ts';
import { useAction } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { FormFoot, useRefusal, type SavedAnswer } from './entry-form.tsx';
import { questionDraft, questionFields, type QuestionEntry, type QuestionFields } from './entry-drafts.ts';
import classes from './knowledge.module.css';

interface QuestionFormProps {
  readonly bookId: string;
  readonly part: 'questions' | 'smallTalk';
  /** null: a new one. */
  readonly entry: QuestionEntry | null;
  readonly readOnly: boolean;
  readonly onSaved: (answer: SavedAnswer) => void;
  readonly onCancel: () => void;
}

export function QuestionForm({ bookId, part, entry, readOnly, onSaved, onCancel }: QuestionFormProps) {
  const { t, language } = useSpeech();
  const [fields, setFields] = useState<QuestionFields>(() => questionFields(entry));
  const save = useAction(putQuestion);
  const { refusal, refused, settle } = useRefusal(onSaved);
  const set = (change: Partial<QuestionFields>): void => setFields((before) => ({ ...before, ...change }));

  const area = (name: 'askZh' | 'askEn' | 'answerZh' | 'answerEn') => (
    <Textarea
      key={name}
      autosize
      minRows={2}
      maxRows={8}
      label={t(`knowledge.field.${name}`)}
      description={t(name.startsWith('ask') ? 'knowledge.field.ask.hint' : 'knowledge.field.answer.hint')}
      value={fields[name]}
      readOnly={readOnly}
      data-testid={`field-${name}`}
      {...(refused === (name.startsWith('ask') ? 'ask' : 'answer') ? { error: true } : {})}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
    />
  );
  return (
    <form
      className={classes['form']}
      data-testid="question-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save.run({ bookId, part, entryId: entry?.id ?? null, draft: questionDraft(fields) }).then(settle);
      }}
    >
      {(language === 'zh'
        ? (['askZh', 'answerZh', 'askEn', 'answerEn'] as const)
        : (['askEn', 'answerEn', 'askZh', 'answerZh'] as const)
      ).map(area)}
      <TextInput
        label={t('knowledge.field.emoji')}
        description={t('knowledge.field.emoji.hint')}
        value={fields.emoji}
        readOnly={readOnly}
        onChange={(event) => set({ emoji: event.currentTarget.value })}
      />
      <p className={classes['hint']}>{t('knowledge.field.slots')}</p>
      <FormFoot refusal={refusal} readOnly={readOnly} busy={save.state === 'pending'} onCancel={onCancel} />
    </form>
  );
}
