import type { Hyperparameter } from "../api/cards";

/** What is wrong with a value, for the form to say in its language. */
export type ValueFault =
  | { kind: "integer" }
  | { kind: "real" }
  | { kind: "range"; minimum: number | undefined; maximum: number | undefined }
  | { kind: "choice"; choices: string[] };

const INTEGER = /^[+-]?\d+$/;
const REAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function rangeFault(declared: Hyperparameter, value: number): ValueFault | null {
  const { Minimum: minimum, Maximum: maximum } = declared;
  const isWithin = (minimum ?? -Infinity) <= value && value <= (maximum ?? Infinity);
  return isWithin ? null : { kind: "range", minimum, maximum };
}

/** By the declared type; the server has the last word. */
const CHECKS: Record<Hyperparameter["Type"], (d: Hyperparameter, v: string) => ValueFault | null> =
  {
    Integer: (declared, value) =>
      INTEGER.test(value) ? rangeFault(declared, Number(value)) : { kind: "integer" },
    Real: (declared, value) =>
      REAL.test(value) ? rangeFault(declared, Number(value)) : { kind: "real" },
    Boolean: (_, value) =>
      /^(true|false)$/i.test(value) ? null : { kind: "choice", choices: ["True", "False"] },
    Text: (declared, value) =>
      declared.Choices === undefined ||
      declared.Choices.length === 0 ||
      declared.Choices.includes(value)
        ? null
        : { kind: "choice", choices: declared.Choices },
  };

/** Null when the value is right. */
export function faultOf(declared: Hyperparameter, value: string): ValueFault | null {
  return CHECKS[declared.Type](declared, value.trim());
}

/** The values that a person has set, by the hyperparameters' names. */
export type Changed = Readonly<Record<string, string>>;

/** With one value set; the default leaves nothing to be said to the server. */
export function withValue(changed: Changed, declared: Hyperparameter, value: string): Changed {
  const { [declared.Name]: _, ...others } = changed;
  return value === declared.Default ? others : { ...others, [declared.Name]: value };
}

export function hasFaults(declared: Hyperparameter[], changed: Changed): boolean {
  return declared.some((one) => {
    const value = changed[one.Name];
    return value !== undefined && faultOf(one, value) !== null;
  });
}

/** As the server is told them. */
export function valuesOf(changed: Changed): Record<string, string> {
  return Object.fromEntries(Object.entries(changed).map(([key, value]) => [key, value.trim()]));
}
