/** A titled panel whose body scrolls by itself. */
import { useId } from 'react';
import type { ReactNode } from 'react';

interface PanelProps {
  readonly title: string;
  /** Right of the title. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  /** Below the body, never scrolled away. */
  readonly foot?: ReactNode;
}

export function Panel({ title, aside, children, foot }: PanelProps) {
  const id = useId();
  return (
    <section className="panel" aria-labelledby={id}>
      <div className="panel-head">
        <h2 className="panel-title" id={id}>
          {title}
        </h2>
        <span style={{ flex: 1 }} />
        {aside}
      </div>
      <div className="panel-body" tabIndex={-1}>
        {children}
      </div>
      {foot}
    </section>
  );
}
