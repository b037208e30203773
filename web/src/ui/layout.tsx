/** The parts of a page: its title, its sections, and figures in them. */

import { type ReactElement, type ReactNode, useEffect, useId } from "react";
import type { Tone } from "./notice.js";

/** A page: one heading, a sentence of what it is for, and its sections. */
export function Page(props: {
  title: string;
  lead?: ReactNode;
  /** At the right of the heading. */
  aside?: ReactNode;
  children: ReactNode;
}): ReactElement {
  const { title, lead, aside, children } = props;
  useEffect(() => {
    document.title = `${title} \u00b7 IO`;
  }, [title]);
  return (
    <>
      <header className="page-head">
        <div>
          <h1>{title}</h1>
          {lead && <p className="lead">{lead}</p>}
        </div>
        {aside}
      </header>
      {children}
    </>
  );
}

/** A part of a page under a heading. */
export function Section(props: {
  title: string;
  /** A word or figure beside the heading. */
  note?: ReactNode;
  /** Buttons at the right of the heading. */
  actions?: ReactNode;
  /** Half of the width where there is room for two. */
  isHalf?: boolean;
  children: ReactNode;
}): ReactElement {
  const { title, note, actions, isHalf, children } = props;
  const heading = useId();
  return (
    <section className={isHalf ? "section half" : "section"} aria-labelledby={heading}>
      <header>
        <h2 id={heading}>{title}</h2>
        {note && <span className="quiet">{note}</span>}
        {actions && <div className="actions">{actions}</div>}
      </header>
      {children}
    </section>
  );
}

/** Sections beside each other where there is room: `isHalf` on each. */
export function Columns({ children }: { children: ReactNode }): ReactElement {
  return <div className="columns">{children}</div>;
}

export interface Figure {
  label: string;
  value: ReactNode;
  /** A line under it: what it is of, or what follows from it. */
  note?: ReactNode;
}

/** Figures that stand out, side by side: the few that a page is opened for. */
export function Figures({ of }: { of: readonly (Figure | false | undefined)[] }): ReactElement {
  return (
    <dl className="figures">
      {of.map(
        (figure) =>
          figure && (
            <div key={figure.label}>
              <dt>{figure.label}</dt>
              <dd>
                <span className="figure">{figure.value}</span>
                {figure.note && <span className="figure-note">{figure.note}</span>}
              </dd>
            </div>
          ),
      )}
    </dl>
  );
}

/** Facts in lines: a label at the left, what it is at the right. */
export function Facts({ of }: { of: readonly (Figure | false | undefined)[] }): ReactElement {
  return (
    <dl className="facts">
      {of.map(
        (fact) =>
          fact && (
            <div key={fact.label}>
              <dt>{fact.label}</dt>
              <dd>
                {fact.value}
                {fact.note && <span className="fact-note">{fact.note}</span>}
              </dd>
            </div>
          ),
      )}
    </dl>
  );
}

/** A word for a state, with a colour that only repeats it. */
export function Badge({ tone = "plain", children }: { tone?: Tone; children: ReactNode }): ReactElement {
  return <span className={`badge ${tone}`}>{children}</span>;
}

/** A part of a whole as a bar; the figures stand beside it in words. */
export function Meter({ part, whole, label }: { part: bigint; whole: bigint; label: string }): ReactElement {
  const thousandths = whole > 0n ? Number((part * 1_000n) / whole) : 0;
  return (
    <meter className="meter" min={0} max={1_000} value={Math.min(thousandths, 1_000)} aria-label={label} />
  );
}

export interface Part {
  label: string;
  amount: bigint;
  /** Of the five series colours. */
  color: 1 | 2 | 3 | 4 | 5;
  value: ReactNode;
}

/** Parts of a whole, in one bar with its legend. */
export function Parts({ of, label }: { of: readonly Part[]; label: string }): ReactElement {
  const whole = of.reduce((sum, { amount }) => sum + amount, 0n);
  let from = 0;
  const bars = of.map(({ label: name, amount, color }) => {
    const width = whole > 0n ? Number((amount * 100_000n) / whole) / 1_000 : 0;
    const bar = <rect key={name} className={`series-${color}`} x={from} width={width} height="8" />;
    from += width;
    return bar;
  });
  return (
    <div className="parts">
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label={label}>
        {bars}
      </svg>
      <dl>
        {of.map(({ label: name, color, value }) => (
          <div key={name}>
            <dt>
              <span className={`key series-${color}`} aria-hidden="true" />
              {name}
            </dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
