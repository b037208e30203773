/** Utilisation and prices of hardware classes. */

import type { ReactElement } from "react";
import { Link } from "../router.js";
import {
  Amount,
  byAmount,
  type Column,
  Count,
  Empty,
  Loaded,
  Section,
  shareText,
  Table,
} from "../ui/index.js";
import { useMarketAndNames, useSolvency } from "./hooks.js";
import { type ClassFigures, classesOf } from "./model.js";

export function Utilisation(): ReactElement {
  const solvency = useSolvency();
  const market = useMarketAndNames();
  return (
    <Section
      title="Compute"
      note="utilisation and prices by class, per processor and hour"
      actions={
        <Link to="/compute" className="button small">
          Book
        </Link>
      }
    >
      <Loaded of={market} what="the market" lines={4}>
        {({ market: view, orders, names }) => (
          <Loaded of={solvency} what="the nodes" lines={4}>
            {({ nodes }) => <Classes rows={classesOf(nodes, orders, view, names)} />}
          </Loaded>
        )}
      </Loaded>
    </Section>
  );
}

const CLASS_COLUMNS: readonly Column<ClassFigures>[] = [
  {
    head: "Class",
    isName: true,
    cell: ({ name }) => name,
    compare: (a, b) => a.name.localeCompare(b.name),
  },
  {
    head: "Nodes",
    isNumber: true,
    cell: ({ nodes }) => <Count of={nodes} />,
    compare: byAmount(({ nodes }) => BigInt(nodes)),
  },
  {
    head: "Processors",
    isNumber: true,
    cell: ({ processors }) => <Count of={processors} />,
    compare: byAmount(({ processors }) => processors),
  },
  {
    head: "Hired",
    isNumber: true,
    cell: ({ hired }) => <Count of={hired} />,
    compare: byAmount(({ hired }) => hired),
  },
  {
    head: "Utilisation",
    isNumber: true,
    cell: ({ hired, processors }) => shareText(hired, processors, 1),
    compare: byAmount(({ hired, processors }) => (processors > 0n ? (hired * 10_000n) / processors : 0n)),
  },
  {
    head: "Free to book",
    isNumber: true,
    cell: ({ free }) => <Count of={free} />,
    compare: byAmount(({ free }) => free),
  },
  {
    head: "Asked",
    isNumber: true,
    cell: ({ asked }) =>
      asked ? (
        <>
          <Amount of={asked.least} unit="USDC" isBare={asked.greatest !== asked.least} />
          {asked.greatest !== asked.least && (
            <>
              {" to "}
              <Amount of={asked.greatest} unit="USDC" />
            </>
          )}
        </>
      ) : (
        "nothing"
      ),
    compare: byAmount(({ asked }) => asked?.least ?? 0n),
  },
  {
    head: "Running orders pay",
    isNumber: true,
    cell: ({ paid }) => (paid === undefined ? "none runs" : <Amount of={paid} unit="USDC" />),
    compare: byAmount(({ paid }) => paid ?? 0n),
  },
];

function Classes({ rows }: { rows: readonly ClassFigures[] }): ReactElement {
  return (
    <Table
      caption="Utilisation and prices by hardware class"
      columns={CLASS_COLUMNS}
      rows={rows}
      keyOf={({ address }) => address}
      sortedBy="-Processors"
      empty={
        <Empty title="No node is registered yet.">
          An operator registers one on the page Operate; then its class stands here.
        </Empty>
      }
    />
  );
}
