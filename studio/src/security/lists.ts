/** "a, b" as a list. */
export function listOf(text: string): string[] {
  return text
    .split(/[\s,]+/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** And back. */
export function joined(parts: readonly string[]): string {
  return parts.join(", ");
}
