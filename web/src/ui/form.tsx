/** Buttons and fields. */

import { IoError, parseIo, parseUsdc } from "@io-economy/sdk";
import { type ButtonHTMLAttributes, type ReactElement, type ReactNode, useId } from "react";
import { amountText } from "./amount.js";

/** A button; `look` is "plain" unless given. */
export function Button(
  props: ButtonHTMLAttributes<HTMLButtonElement> & {
    look?: "plain" | "primary" | "danger" | "quiet";
    isSmall?: boolean;
    isBusy?: boolean;
  },
): ReactElement {
  const { look = "plain", isSmall, isBusy, className = "", type = "button", ...rest } = props;
  const classes = ["button", look, isSmall ? "small" : "", className].filter(Boolean).join(" ");
  return <button type={type} className={classes} aria-busy={isBusy || undefined} {...rest} />;
}

/** A field with its label, a hint under it, and what is wrong with what was entered. */
export function Field(props: {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  /** The input, which gets the id that the label is for. */
  children: (ids: { id: string; "aria-describedby": string; "aria-invalid": boolean }) => ReactNode;
}): ReactElement {
  const { label, hint, error, children } = props;
  const [id, described] = [useId(), useId()];
  return (
    <div className={error ? "field wrong" : "field"}>
      <label htmlFor={id}>{label}</label>
      {children({ id, "aria-describedby": described, "aria-invalid": !!error })}
      <p id={described} className="hint">
        {error ? <span className="error">{error}</span> : hint}
      </p>
    </div>
  );
}

/** A text, a number or a date. */
export function TextField(props: {
  label: string;
  value: string;
  onChange: (text: string) => void;
  hint?: ReactNode;
  error?: string | undefined;
  unit?: string;
  placeholder?: string;
  inputMode?: "text" | "numeric" | "decimal";
}): ReactElement {
  const { label, value, onChange, hint, error, unit, placeholder, inputMode = "text" } = props;
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => (
        <span className="input">
          <input
            {...ids}
            type="text"
            inputMode={inputMode}
            autoComplete="off"
            spellCheck={false}
            placeholder={placeholder}
            value={value}
            onChange={({ target }) => onChange(target.value)}
          />
          {unit && <span className="unit">{unit}</span>}
        </span>
      )}
    </Field>
  );
}

/** What was entered as an amount: base units, or why it is none. */
export type Parsed =
  | { amount: bigint; error: undefined }
  /** Nothing was entered yet: no amount, and no error. */
  | { amount: undefined; error: string | undefined };

/**
 * A decimal comma as a point: the keyboards of many phones have nothing else. A comma before three
 * digits separates thousands, as everywhere on the page.
 */
function pointed(text: string): string {
  return /^\s*\d+,(\d{1,2}|\d{4,})\s*$/.test(text) ? text.replace(",", ".") : text;
}

/** Reads an amount by the SDK's own rules, and with a decimal comma where that is clear. */
export function parseAmount(text: string, unit: "IO" | "USDC"): Parsed {
  if (text.trim() === "") return { amount: undefined, error: undefined };
  const asked = pointed(text);
  try {
    return { amount: unit === "IO" ? parseIo(asked) : parseUsdc(asked), error: undefined };
  } catch (error) {
    return { amount: undefined, error: error instanceof IoError ? error.message : String(error) };
  }
}

/** A field for an amount, with a button for the most that it can be. */
export function AmountField(props: {
  label: string;
  unit: "IO" | "USDC";
  value: string;
  onChange: (text: string) => void;
  /** The most, in base units: a button enters it. */
  most?: bigint | undefined;
  hint?: ReactNode;
  error?: string | undefined;
}): ReactElement {
  const { label, unit, value, onChange, most, hint, error } = props;
  const wrong = error ?? parseAmount(value, unit).error;
  return (
    <Field label={label} hint={hint} error={wrong}>
      {(ids) => (
        <span className="input">
          <input
            {...ids}
            type="text"
            inputMode="decimal"
            autoComplete="off"
            placeholder="0.00"
            value={value}
            onChange={({ target }) => onChange(target.value)}
          />
          <span className="unit">{unit}</span>
          {most !== undefined && most > 0n && (
            <button
              type="button"
              className="button small"
              aria-label={`Enter all: ${amountText(most, unit)} ${unit}`}
              onClick={() => onChange(amountText(most, unit, "all").replace(/\.?0+$/, ""))}
            >
              All
            </button>
          )}
        </span>
      )}
    </Field>
  );
}

/** One of several choices. */
export function SelectField<T extends string>(props: {
  label: string;
  value: T;
  onChange: (value: T) => void;
  options: readonly (readonly [value: T, text: string])[];
  hint?: ReactNode;
}): ReactElement {
  const { label, value, onChange, options, hint } = props;
  return (
    <Field label={label} hint={hint}>
      {(ids) => (
        <span className="input">
          <select {...ids} value={value} onChange={({ target }) => onChange(target.value as T)}>
            {options.map(([key, text]) => (
              <option key={key} value={key}>
                {text}
              </option>
            ))}
          </select>
        </span>
      )}
    </Field>
  );
}

/** Yes or no. */
export function CheckField(props: {
  label: ReactNode;
  value: boolean;
  onChange: (value: boolean) => void;
}): ReactElement {
  const { label, value, onChange } = props;
  return (
    <label className="check">
      <input type="checkbox" checked={value} onChange={({ target }) => onChange(target.checked)} />
      <span>{label}</span>
    </label>
  );
}

/** One of a few choices, side by side. */
export function Choice<T extends string>(props: {
  label: string;
  value: T;
  onChange: (value: T) => void;
  options: readonly (readonly [value: T, text: string])[];
}): ReactElement {
  const { label, value, onChange, options } = props;
  const name = useId();
  return (
    <fieldset className="choice">
      <legend className="hidden">{label}</legend>
      {options.map(([key, text]) => (
        <label key={key}>
          <input type="radio" name={name} checked={value === key} onChange={() => onChange(key)} />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}
