/** What each engine holds of the memory that all may have together: one part of the bar per engine, named below it. */
import { Progress } from '@mantine/core';
import type { ModelsView } from '../../../../main/api/contract/engines.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { formatMebibytes } from '../../ui/format.ts';
import { memoryParts, type MemoryPart } from './memory-parts.ts';
import classes from './models.module.css';

const colors: Readonly<Record<MemoryPart['role'], string>> = {
  active: 'jade.6',
  candidate: 'blue.5',
  previous: 'yellow.6',
  warm: 'gray.6',
};

export function MemoryBar({ models }: { readonly models: ModelsView }) {
  const { t, say } = useSpeech();
  const { usedBytes, budgetBytes } = models.memory;
  const parts = memoryParts(models);
  return (
    <section className={classes['inset']} aria-label={t('models.memory.label')} data-testid="models-memory">
      <div className={classes['sub']}>{t('models.memory', { used: formatMebibytes(usedBytes), budget: formatMebibytes(budgetBytes) })}</div>
      <Progress.Root size={12} mt={4}>
        {parts.map((part) => (
          <Progress.Section
            key={part.key}
            value={(100 * part.bytes) / Math.max(1, budgetBytes)}
            color={colors[part.role]}
            withAria={false}
            className={classes['part'] ?? ''}
          />
        ))}
      </Progress.Root>
      <ul className={classes['legend']}>
        {parts.map((part) => (
          <li key={part.key} data-role={part.role}>
            {say(part.title)} <span className="figure">{formatMebibytes(part.bytes)}</span>
            {part.role !== 'active' && ` · ${t(`models.role.${part.role}`)}`}
          </li>
        ))}
      </ul>
    </section>
  );
}
