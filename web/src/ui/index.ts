/** Everything that pages are made of. */

export { Address, Copy, shortened } from "./address.js";
export { Amount, amountText, bpsText, Count, counted, countText, shareText, type Unit } from "./amount.js";
export { Chart, type ChartProps, type Series } from "./chart.js";
export { Dialog } from "./dialog.js";
export {
  AmountField,
  Button,
  CheckField,
  Choice,
  Field,
  parseAmount,
  type Parsed,
  SelectField,
  TextField,
} from "./form.js";
export { FromIndex } from "./from-index.js";
export {
  Badge,
  Columns,
  Facts,
  type Figure,
  Figures,
  Meter,
  Page,
  type Part,
  Parts,
  Section,
} from "./layout.js";
export { Empty, Loaded, Loading, Notice, Problem, type Tone } from "./notice.js";
export { byAmount, type Column, Table } from "./table.js";
export { dateText, spanText, Time, Until } from "./time.js";
