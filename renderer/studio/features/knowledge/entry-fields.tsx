/** The fields that forms of entries are made of: each has its label by its name, and is marked where the refusal is about it. */
import { useState } from 'react';
import { NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { useSpeech } from '../../i18n/language.tsx';
import { currencies, type ProductFields } from './entry-drafts.ts';
import { figureOf } from './figure-of.ts';

type InBoth<Name extends string> = `${Name}${'Zh' | 'En'}`;
type LineName = InBoth<'name' | 'summary' | 'size' | 'host' | 'title'>;
type LinesName = InBoth<'aliases' | 'points' | 'greeting' | 'unknown' | 'wordless'>;
type FigureName = 'price' | 'stock' | 'fee' | 'freeFrom' | 'daysFrom' | 'daysUntil';

export interface FormState {
  readonly readOnly: boolean;
  /** What was refused, as the studio calls it. */
  readonly refused: string | undefined;
}
interface FieldProps<Name extends string, Value> {
  readonly form: FormState;
  readonly name: Name;
  /** As the studio calls it; left out: by its name. */
  readonly part?: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** Both languages of a field are one part to the studio. */
const partOf = (name: string): string => name.replace(/(Zh|En)$/, '');

function useCommon({
  form,
  name,
  part = partOf(name),
}: Pick<FieldProps<LineName | LinesName | FigureName, never>, 'form' | 'name' | 'part'>) {
  const { t } = useSpeech();
  return {
    label: t(`knowledge.field.${name}`),
    readOnly: form.readOnly,
    'data-testid': `field-${name}`,
    ...(form.refused === part ? { error: true } : {}),
  };
}

export function LineField(props: FieldProps<LineName, string>) {
  return <TextInput {...useCommon(props)} value={props.value} onChange={(event) => props.onChange(event.currentTarget.value)} />;
}

/** One a line. */
export function LinesField(props: FieldProps<LinesName, string>) {
  return (
    <Textarea
      {...useCommon(props)}
      autosize
      minRows={2}
      maxRows={10}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}

interface FigureFieldProps extends FieldProps<FigureName, number | ''> {
  readonly decimals: 0 | 2;
  readonly hint?: string;
  readonly required?: boolean;
}

export function FigureField({ decimals, hint, required = false, ...props }: FigureFieldProps) {
  // what stands there while it is typed is not always a figure: "19." on the way to 19.5, "19.90" which is more than 19.9
  const [typed, setTyped] = useState<number | string>(props.value);
  return (
    <NumberInput
      {...useCommon(props)}
      {...(hint === undefined ? {} : { description: hint })}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      min={0}
      decimalScale={decimals}
      allowDecimal={decimals > 0}
      hideControls
      required={required}
      withAsterisk={false}
      value={typed}
      onChange={(value) => {
        setTyped(value);
        props.onChange(figureOf(value));
      }}
    />
  );
}

interface CurrencyFieldProps {
  readonly form: FormState;
  readonly value: ProductFields['currency'];
  readonly onChange: (currency: ProductFields['currency']) => void;
}

export function CurrencyField({ form, value, onChange }: CurrencyFieldProps) {
  const { t } = useSpeech();
  return (
    <Select
      label={t('knowledge.field.currency')}
      data={[...currencies]}
      value={value}
      readOnly={form.readOnly}
      allowDeselect={false}
      onChange={(chosen) => onChange(currencies.find((one) => one === chosen) ?? value)}
    />
  );
}
