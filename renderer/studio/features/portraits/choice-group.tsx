/** One of a few, side by side under a title; what depends on the choice stands below it. */
import type { ReactNode } from 'react';
import { SegmentedControl } from '@mantine/core';
import classes from './portraits.module.css';

interface ChoiceGroupProps<Value extends string> {
  readonly title: string;
  readonly testId: string;
  readonly value: Value;
  readonly choices: ReadonlyArray<{ readonly value: Value; readonly label: string; readonly disabled?: boolean }>;
  readonly onChange: (value: Value) => void;
  readonly children?: ReactNode;
}

export function ChoiceGroup<Value extends string>({ title, testId, value, choices, onChange, children }: ChoiceGroupProps<Value>) {
  return (
    <fieldset className={classes['group']}>
      <legend>{title}</legend>
      <SegmentedControl size="xs" data-testid={testId} aria-label={title} value={value} data={[...choices]} onChange={onChange} />
      {children}
    </fieldset>
  );
}
