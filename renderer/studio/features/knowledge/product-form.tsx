/** One product: its names, its figures, what is to be said of it. */
import { useState } from 'react';
import { NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { putProduct } from '../../bridge/asks.ts';
import { useAction } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { FormFoot, useRefusal, type SavedAnswer } from './entry-form.tsx';
import { currencies, productDraft, productFields, type Product, type ProductFields } from './entry-drafts.ts';
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
  const wrong = (field: string): { error?: true } => (refused === field ? { error: true } : {});

  const text = (name: 'nameZh' | 'nameEn' | 'summaryZh' | 'summaryEn' | 'sizeZh' | 'sizeEn') => (
    <TextInput
      label={t(`knowledge.field.${name}`)}
      value={fields[name]}
      readOnly={readOnly}
      data-testid={`field-${name}`}
      {...wrong(name.replace(/(Zh|En)$/, ''))}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
    />
  );
  const area = (name: 'aliasesZh' | 'aliasesEn' | 'pointsZh' | 'pointsEn') => (
    <Textarea
      autosize
      minRows={2}
      maxRows={8}
      label={t(`knowledge.field.${name}`)}
      value={fields[name]}
      readOnly={readOnly}
      {...wrong(name.replace(/(Zh|En)$/, ''))}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
    />
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
        <NumberInput
          label={t('knowledge.field.price')}
          min={0}
          decimalScale={2}
          hideControls
          value={fields.price}
          readOnly={readOnly}
          data-testid="field-price"
          {...wrong('price')}
          onChange={(value) => set({ price: typeof value === 'number' ? value : '' })}
        />
        <Select
          label={t('knowledge.field.currency')}
          data={[...currencies]}
          value={fields.currency}
          readOnly={readOnly}
          allowDeselect={false}
          onChange={(value) => set({ currency: currencies.find((one) => one === value) ?? fields.currency })}
        />
        <NumberInput
          label={t('knowledge.field.stock')}
          description={t('knowledge.field.stock.hint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          min={0}
          allowDecimal={false}
          hideControls
          value={fields.stock}
          readOnly={readOnly}
          data-testid="field-stock"
          {...wrong('stock')}
          onChange={(value) => set({ stock: typeof value === 'number' ? value : '' })}
        />
        <TextInput
          label={t('knowledge.field.link')}
          placeholder="https://"
          value={fields.link}
          readOnly={readOnly}
          {...wrong('link')}
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
