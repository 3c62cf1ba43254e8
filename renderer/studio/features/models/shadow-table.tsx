/** An audition: what was asked, what the audience heard, and what the candidate would have said. */
import type { ShadowView } from '../../../../main/api/contract/engines.ts';
import { useSpeech } from '../../i18n/language.tsx';
import classes from './models.module.css';

export function ShadowTable({ audition }: { readonly audition: ShadowView }) {
  const { t, say } = useSpeech();
  const time = (ms: number | null): string => (ms === null ? '–' : `${ms} ms`);
  return (
    <table className={classes['shadow']} data-testid="shadow-table">
      <thead>
        <tr>
          <th>{t('models.shadow.asked')}</th>
          <th>{t('models.shadow.heard')}</th>
          <th>{t('models.shadow.unheard', { name: say(audition.choice.title) })}</th>
        </tr>
      </thead>
      <tbody>
        {audition.turns.length === 0 && (
          <tr>
            <td colSpan={3}>{t('models.shadow.empty')}</td>
          </tr>
        )}
        {audition.turns.map((turn) => (
          <tr key={turn.turnId}>
            <td>{turn.asked}</td>
            <td>
              {turn.active.text} <span className="figure">{time(turn.active.firstOutputMs)}</span>
            </td>
            <td>
              {turn.shadow.state === 'left-out' ? t('models.shadow.left-out') : turn.shadow.text}{' '}
              <span className="figure">{time(turn.shadow.firstOutputMs)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
