/** "Try a question": what the anchor would answer, which stored questions came close, and what decided. */
import { useState } from 'react';
import { Badge, Button, TextInput } from '@mantine/core';
import { IconMessageQuestion } from '@tabler/icons-react';
import type { TriedView } from '../../../../main/api/contract/knowledge.ts';
import type { UserMessage } from '../../../../main/contract/failure.ts';
import { tryLine } from '../../bridge/asks.ts';
import { useAction } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import classes from './knowledge.module.css';
import { MarkedText, type MarkedSpan } from './marked-text.tsx';

type Outcome = { readonly bookId: string; readonly line: string } & ({ readonly tried: TriedView } | { readonly refused: UserMessage });

export function TryPanel({
  bookId,
  onOpen,
}: {
  readonly bookId: string;
  readonly onOpen: (part: 'questions' | 'smallTalk', entryId: string) => void;
}) {
  const { t, say } = useSpeech();
  const [line, setLine] = useState('');
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const ask = useAction(tryLine);
  const shown = outcome?.bookId === bookId ? outcome : null;

  const run = async (): Promise<void> => {
    const answer = await ask.run(bookId, line);
    if (answer === null) return;
    setOutcome({ bookId, line, ...(answer.done ? { tried: answer.tried } : { refused: answer.words }) });
  };

  return (
    <Panel title={t('knowledge.try.title')}>
      <form
        className={classes['try']}
        data-testid="knowledge-try"
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <TextInput
          label={t('knowledge.try.label')}
          placeholder={t('knowledge.try.example')}
          maxLength={400}
          value={line}
          data-testid="try-line"
          onChange={(event) => setLine(event.currentTarget.value)}
        />
        <Button
          type="submit"
          variant="light"
          size="compact-md"
          leftSection={<IconMessageQuestion size={16} />}
          disabled={line.trim() === ''}
          loading={ask.state === 'pending'}
          data-testid="try-run"
        >
          {t('knowledge.try.run')}
        </Button>
        <div aria-live="polite" data-testid="try-outcome">
          {shown === null && <p className={classes['hint']}>{t('knowledge.try.hint')}</p>}
          {shown !== null && 'refused' in shown && <p className={classes['problem']}>{say(shown.refused)}</p>}
          {shown !== null && 'tried' in shown && <Tried line={shown.line} tried={shown.tried} onOpen={onOpen} />}
        </div>
      </form>
    </Panel>
  );
}

interface TriedProps {
  readonly line: string;
  readonly tried: TriedView;
  readonly onOpen: (part: 'questions' | 'smallTalk', entryId: string) => void;
}

function Tried({ line, tried, onOpen }: TriedProps) {
  const { t, say } = useSpeech();
  const { answer, source, reason, threshold, candidates, products, facts } = tried;
  const decided = reason === 'question' || reason === 'question-about-product' ? candidates[0] : undefined;
  const spans: readonly MarkedSpan[] = [
    ...products.map(({ span }) => ({ ...span, kind: 'product' as const })),
    ...(decided?.spans ?? (products.length === 0 ? (candidates[0]?.spans ?? []) : [])),
  ];
  return (
    <div className={classes['tried']} data-reason={reason}>
      <p className={classes['answer']} data-source={source} data-testid="try-answer" lang={answer.lang === 'zh' ? 'zh-CN' : 'en'}>
        {answer.text}
      </p>
      <p className={classes['why']} data-testid="try-why">
        {t(`knowledge.reason.${reason}`)}
        {threshold <= 1 ? ` ${t('knowledge.try.threshold', { percent: Math.round(threshold * 100) })}` : ''}
      </p>
      <MarkedText text={line} spans={spans} testId="try-marked" />
      {(products.length > 0 || facts.length > 0) && (
        <div className={classes['counts']}>
          {products.map(({ productId, name }) => (
            <Badge key={productId}>{say(name)}</Badge>
          ))}
          {facts.map((fact) => (
            <Badge key={fact} color="gray">
              {t(`knowledge.fact.${fact}`)}
            </Badge>
          ))}
        </div>
      )}
      {candidates.length > 0 && (
        <ol className={classes['candidates']} aria-label={t('knowledge.try.candidates')}>
          {candidates.map((candidate) => {
            const { part, entryId, ask, askSpans, score } = candidate;
            const percent = Math.round(score * 100);
            const text = <MarkedText text={ask} spans={askSpans} />;
            return (
              <li key={`${part}/${entryId}`} className={classes['candidate']} data-passed={score >= threshold} data-testid="try-candidate">
                {part === 'greeting' ? (
                  text
                ) : (
                  <button type="button" className={classes['link']} title={t('knowledge.try.open')} onClick={() => onOpen(part, entryId)}>
                    {text}
                  </button>
                )}
                <span className={classes['score']}>{percent} %</span>
                <span className={classes['scale']} aria-hidden>
                  <span className={classes['fill']} style={{ width: `${percent}%` }} />
                  {threshold <= 1 && <span className={classes['threshold']} style={{ left: `${threshold * 100}%` }} />}
                </span>
              </li>
            );
          })}
        </ol>
      )}
      {candidates.length === 0 && <p className={classes['hint']}>{t('knowledge.try.nothing')}</p>}
    </div>
  );
}
