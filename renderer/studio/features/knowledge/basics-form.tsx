/** What a book holds beside its entries: who the anchor is, how viewers are greeted, what is said when nothing is known, and shipping. */
import { useState } from 'react';
import { NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import type { Knowledge } from '../../../../main/api/contract/knowledge.ts';
import { putBasics } from '../../bridge/asks.ts';
import { useAction } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { basicsDraft, basicsFields, currencies, type BasicsFields } from './entry-drafts.ts';
import { FormFoot, useRefusal, type SavedAnswer } from './entry-form.tsx';
import classes from './knowledge.module.css';

interface BasicsFormProps {
  readonly bookId: string;
  readonly book: Knowledge;
  readonly readOnly: boolean;
  readonly onSaved: (answer: SavedAnswer) => void;
  readonly onCancel: () => void;
}

export function BasicsForm({ bookId, book, readOnly, onSaved, onCancel }: BasicsFormProps) {
  const { t } = useSpeech();
  const [fields, setFields] = useState<BasicsFields>(() => basicsFields(book));
  const save = useAction(putBasics);
  const { refusal, refused, settle } = useRefusal(onSaved);
  const set = (change: Partial<BasicsFields>): void => setFields((before) => ({ ...before, ...change }));
  const wrong = (field: string): { error?: true } => (refused === field ? { error: true } : {});

  const text = (name: 'hostZh' | 'hostEn' | 'titleZh' | 'titleEn') => (
    <TextInput
      label={t(`knowledge.field.${name}`)}
      value={fields[name]}
      readOnly={readOnly}
      data-testid={`field-${name}`}
      {...wrong(name.startsWith('host') ? 'name' : 'title')}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
    />
  );
  const area = (name: 'greetingZh' | 'greetingEn' | 'unknownZh' | 'unknownEn' | 'wordlessZh' | 'wordlessEn') => (
    <Textarea
      autosize
      minRows={2}
      maxRows={10}
      label={t(`knowledge.field.${name}`)}
      value={fields[name]}
      readOnly={readOnly}
      data-testid={`field-${name}`}
      {...wrong(name.replace(/(Zh|En)$/, ''))}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
    />
  );
  const figure = (name: 'fee' | 'freeFrom' | 'daysFrom' | 'daysUntil') => (
    <NumberInput
      label={t(`knowledge.field.${name}`)}
      min={0}
      decimalScale={name.startsWith('days') ? 0 : 2}
      hideControls
      value={fields[name]}
      readOnly={readOnly}
      data-testid={`field-${name}`}
      {...wrong('shipping')}
      onChange={(value) => set({ [name]: typeof value === 'number' ? value : '' })}
    />
  );
  return (
    <form
      className={classes['form']}
      data-testid="basics-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save.run(bookId, basicsDraft(fields)).then(settle);
      }}
    >
      <div className={classes['pair']}>
        {text('hostZh')}
        {text('hostEn')}
        {text('titleZh')}
        {text('titleEn')}
        {area('greetingZh')}
        {area('greetingEn')}
        {area('unknownZh')}
        {area('unknownEn')}
        {area('wordlessZh')}
        {area('wordlessEn')}
        <Select
          label={t('knowledge.field.language')}
          data={[
            { value: 'zh', label: t('knowledge.language.zh') },
            { value: 'en', label: t('knowledge.language.en') },
          ]}
          value={fields.defaultLanguage}
          readOnly={readOnly}
          allowDeselect={false}
          onChange={(value) => set({ defaultLanguage: value === 'en' ? 'en' : 'zh' })}
        />
        <Select
          label={t('knowledge.field.currency')}
          data={[...currencies]}
          value={fields.currency}
          readOnly={readOnly}
          allowDeselect={false}
          onChange={(value) => set({ currency: currencies.find((one) => one === value) ?? fields.currency })}
        />
        {figure('fee')}
        {figure('freeFrom')}
        {figure('daysFrom')}
        {figure('daysUntil')}
      </div>
      <p className={classes['hint']}>{t('knowledge.field.basics.hint')}</p>
      <FormFoot refusal={refusal} readOnly={readOnly} busy={save.state === 'pending'} onCancel={onCancel} />
    </form>
  );
}
