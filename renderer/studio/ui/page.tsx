/** A screen that scrolls: its title, what it is for, and its parts. */
import { useId } from 'react';
import type { ReactNode } from 'react';

interface PageProps {
  readonly title: string;
  readonly text: string;
  /** Right of the title. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

export function Page({ title, text, aside, children }: PageProps) {
  const id = useId();
  return (
    <section className="page" aria-labelledby={id} tabIndex={0}>
      <div className="page-inner">
        <div className="page-head">
          <h1 className="page-title" id={id}>
            {title}
          </h1>
          <p className="page-text">{text}</p>
          <span style={{ flex: 1 }} />
          {aside}
        </div>
        {children}
      </div>
    </section>
  );
}
