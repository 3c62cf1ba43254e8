/** One product: its names, its figures, what is to be said of it. */
import { useState } from 'react';
import { TextInput } from '@mantine/core';
import { putProduct } from '../../bridge/asks.ts';
import { useAction } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { FormFoot, useRefusal, type SavedAnswer } from './entry-form.tsx';
import { productDraft, productFields, type Product, type ProductFields } from './entry-drafts.ts';
import { CurrencyField, FigureField, LineField, LinesField } from './entry-fields.tsx';
import classes from './knowledge.module.css';

interface ProductFormProps {
  readonly bookId: string;
  /** null: a new one. */
  readonly product: Product | null;
  /** What the others are priced in. */
  readonly currency: ProductFields['currency'];
  readonly readOnly: boolean;
  readonly onSaved: (answer: SavedAnswer) => void;
  readonly onCancel: () => void;
}

export function ProductForm({ bookId, product, currency, readOnly, onSaved, onCancel }: ProductFormProps) {
  const { t } = useSpeech();
  const [fields, setFields] = useState<ProductFields>(() => productFields(product, currency));
  const save = useAction(putProduct);
  const { refusal, refused, settle } = useRefusal(onSaved);
  const set = (change: Partial<ProductFields>): void => setFields((before) => ({ ...before, ...change }));
  const form = { readOnly, refused };

  const text = (name: 'nameZh' | 'nameEn' | 'summaryZh' | 'summaryEn' | 'sizeZh' | 'sizeEn') => (
    <LineField form={form} name={name} value={fields[name]} onChange={(value) => set({ [name]: value })} />
  );
  const area = (name: 'aliasesZh' | 'aliasesEn' | 'pointsZh' | 'pointsEn') => (
    <LinesField form={form} name={name} value={fields[name]} onChange={(value) => set({ [name]: value })} />
  );
  return (
    <form
      className={classes['form']}
      data-testid="product-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save.run({ bookId, entryId: product?.id ?? null, draft: productDraft(fields) }).then(settle);
      }}
    >
      <div className={classes['pair']}>
        {text('nameZh')}
        {text('nameEn')}
        <FigureField form={form} name="price" decimals={2} value={fields.price} onChange={(price) => set({ price })} />
        <CurrencyField form={form} value={fields.currency} onChange={(currency) => set({ currency })} />
        <FigureField
          form={form}
          name="stock"
          decimals={0}
          hint={t('knowledge.field.stock.hint')}
          value={fields.stock}
          onChange={(stock) => set({ stock })}
        />
        <TextInput
          label={t('knowledge.field.link')}
          placeholder="https://"
          value={fields.link}
          readOnly={readOnly}
          {...(refused === 'link' ? { error: true } : {})}
          onChange={(event) => set({ link: event.currentTarget.value })}
        />
        {text('sizeZh')}
        {text('sizeEn')}
        {text('summaryZh')}
        {text('summaryEn')}
        {area('pointsZh')}
        {area('pointsEn')}
        {area('aliasesZh')}
        {area('aliasesEn')}
      </div>
      <p className={classes['hint']}>{t('knowledge.field.product.hint')}</p>
      <FormFoot refusal={refusal} readOnly={readOnly} busy={save.state === 'pending'} onCancel={onCancel} />
    </form>
  );
}
