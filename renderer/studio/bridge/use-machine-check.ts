/** The machine check, asked when it is first shown and again on request. */
import { useCallback, useEffect, useState } from 'react';
import type { MachineReport } from '../../../main/api/contract/settings.ts';
import { checkMachine } from './asks.ts';
import { useQuestion } from './studio-context.tsx';

export interface MachineCheck {
  readonly state: 'checking' | 'checked' | 'failed';
  /** The last one, also while it is checked again. */
  readonly report: MachineReport | null;
  readonly again: () => void;
}

export function useMachineCheck(): MachineCheck {
  const ask = useQuestion(checkMachine);
  const [round, setRound] = useState(1);
  const [answered, setAnswered] = useState<{ readonly round: number; readonly state: 'checked' | 'failed' }>();
  const [report, setReport] = useState<MachineReport | null>(null);
  useEffect(() => {
    let current: 'yes' | 'no' = 'yes';
    void ask().then((answer) => {
      if (current === 'no') return;
      if (answer !== null) setReport(answer);
      setAnswered({ round, state: answer === null ? 'failed' : 'checked' });
    });
    return () => void (current = 'no');
  }, [ask, round]);
  const again = useCallback(() => setRound((last) => last + 1), []);
  return { state: answered?.round === round ? answered.state : 'checking', report, again };
}
