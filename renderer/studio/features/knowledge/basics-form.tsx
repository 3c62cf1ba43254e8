/** What a book holds beside its entries: who the anchor is, how viewers are greeted, what is said when nothing is known, and shipping. */
import { useState } from 'react';
import { Select } from '@mantine/core';
import type { Knowledge } from '../../../../main/api/contract/knowledge.ts';
import { putBasics } from '../../bridge/asks.ts';
import { useAction } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { basicsDraft, basicsFields, saysShipping, type BasicsFields } from './entry-drafts.ts';
import { CurrencyField, FigureField, LineField, LinesField } from './entry-fields.tsx';
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
  const form = { readOnly, refused };

  const text = (name: 'hostZh' | 'hostEn' | 'titleZh' | 'titleEn', part: 'name' | 'title') => (
    <LineField form={form} name={name} part={part} value={fields[name]} onChange={(value) => set({ [name]: value })} />
  );
  const area = (name: 'greetingZh' | 'greetingEn' | 'unknownZh' | 'unknownEn' | 'wordlessZh' | 'wordlessEn') => (
    <LinesField form={form} name={name} value={fields[name]} onChange={(value) => set({ [name]: value })} />
  );
  const figure = (name: 'fee' | 'freeFrom' | 'daysFrom' | 'daysUntil', decimals: 0 | 2) => (
    <FigureField
      form={form}
      name={name}
      part="shipping"
      decimals={decimals}
      required={(name === 'fee' || name === 'daysUntil') && saysShipping(fields)}
      value={fields[name]}
      onChange={(value) => set({ [name]: value })}
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
        {text('hostZh', 'name')}
        {text('hostEn', 'name')}
        {text('titleZh', 'title')}
        {text('titleEn', 'title')}
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
        <CurrencyField form={form} value={fields.currency} onChange={(currency) => set({ currency })} />
        {figure('fee', 2)}
        {figure('freeFrom', 2)}
        {figure('daysFrom', 0)}
        {figure('daysUntil', 0)}
      </div>
      <p className={classes['hint']}>{t('knowledge.field.basics.hint')}</p>
      <FormFoot refusal={refusal} readOnly={readOnly} busy={save.state === 'pending'} onCancel={onCancel} />
    </form>
  );
}
