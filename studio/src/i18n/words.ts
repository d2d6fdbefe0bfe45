import type { english } from "./en";

export type Key = keyof typeof english;
export type Words = Record<Key, string>;

/** What stands in a text's braces. */
export type Values = Record<string, string | number>;

/** Puts the values into a text's {names}; a name without a value stays as it is. */
export function fill(text: string, values: Values = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in values ? String(values[name]) : whole,
  );
}
