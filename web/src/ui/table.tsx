/** Tables: sorted by their heads, and on a phone a list of cards. */

import { type ReactElement, type ReactNode, useState } from "react";

export interface Column<T> {
  head: string;
  cell: (row: T) => ReactNode;
  /** Numbers stand at the right. */
  isNumber?: boolean;
  /** Sorts by it; the head becomes a button. */
  compare?: (a: T, b: T) => number;
  /** The cell that names the row: its header, and a card's title on a phone. */
  isName?: boolean;
  /** Buttons: without a label on a phone. */
  isAction?: boolean;
}

/** Compares bigints, for `compare`. */
export function byAmount<T>(of: (row: T) => bigint): (a: T, b: T) => number {
  return (a, b) => (of(a) < of(b) ? -1 : of(a) > of(b) ? 1 : 0);
}

/**
 * @param caption What the table lists, for those who hear it.
 * @param sortedBy The head by which it is sorted at first, descending with a "-" before it.
 * @param most Rows that are shown before "Show all"; 50 unless given.
 */
export function Table<T>(props: {
  caption: string;
  columns: readonly (Column<T> | false | undefined)[];
  rows: readonly T[];
  keyOf: (row: T) => string;
  sortedBy?: string;
  most?: number;
  empty?: ReactNode;
}): ReactElement {
  const { caption, rows, keyOf, sortedBy, most = 50, empty } = props;
  const columns = props.columns.filter((column) => !!column);
  const [sort, setSort] = useState(() => ({
    head: sortedBy?.replace(/^-/, ""),
    isDescending: sortedBy?.startsWith("-") ?? false,
  }));
  const [isWhole, setIsWhole] = useState(false);
  if (rows.length === 0 && empty) return <>{empty}</>;
  const compare = columns.find(({ head }) => head === sort.head)?.compare;
  const sorted = compare
    ? [...rows].sort((a, b) => (sort.isDescending ? compare(b, a) : compare(a, b)))
    : rows;
  const shown = isWhole ? sorted : sorted.slice(0, most);
  const choose = (head: string) =>
    setSort((last) => ({ head, isDescending: last.head === head ? !last.isDescending : true }));
  return (
    <div className="table">
      <table>
        <caption className="hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ head, isNumber, compare: sorts, isAction }) => {
              const isSorted = sort.head === head;
              const direction = isSorted ? (sort.isDescending ? "descending" : "ascending") : undefined;
              return (
                <th key={head} scope="col" className={isNumber ? "number" : ""} aria-sort={direction}>
                  {sorts ? (
                    <button type="button" onClick={() => choose(head)}>
                      {head}
                      <span aria-hidden="true" className="sort">
                        {isSorted ? (sort.isDescending ? "\u2193" : "\u2191") : ""}
                      </span>
                    </button>
                  ) : isAction ? (
                    <span className="hidden">{head}</span>
                  ) : (
                    head
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ head, cell, isNumber, isName, isAction }) =>
                isName ? (
                  <th key={head} scope="row" data-head={head}>
                    <div className="cell">{cell(row)}</div>
                  </th>
                ) : (
                  <td
                    key={head}
                    data-head={isAction ? undefined : head}
                    className={isNumber ? "number" : isAction ? "action" : ""}
                  >
                    <div className="cell">{cell(row)}</div>
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < rows.length && (
        <button type="button" className="button small" onClick={() => setIsWhole(true)}>
          Show all {rows.length}
        </button>
      )}
    </div>
  );
}
