/** What a test found, step by step. */
import { Loader } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleMinus, IconCircleX } from '@tabler/icons-react';
import type { PreflightView } from '../../../../main/api/contract/destinations.ts';
import { useSpeech } from '../../i18n/language.tsx';
import classes from './destinations.module.css';

const marks = { ok: IconCircleCheck, warn: IconAlertTriangle, failed: IconCircleX, skipped: IconCircleMinus } as const;

export function PreflightSteps({ report, pending }: { readonly report: PreflightView | null; readonly pending: boolean }) {
  const { t, say } = useSpeech();
  if (pending)
    return (
      <p className={classes['hint']} role="status">
        <Loader size={12} mr={8} />
        {t('destinations.testing')}
      </p>
    );
  if (report === null) return null;
  return (
    <ul className={classes['steps']} data-testid="preflight">
      {report.steps.map(({ step, outcome, message }) => {
        const Mark = marks[outcome];
        return (
          <li key={step} data-outcome={outcome}>
            <Mark size={16} aria-label={outcome} />
            <strong>{t(`destinations.step.${step}`)}</strong>
            <span>{say(message)}</span>
          </li>
        );
      })}
    </ul>
  );
}
