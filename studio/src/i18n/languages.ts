import type { I18nProviderProps } from "@cloudscape-design/components/i18n";
import type { Words } from "./words";

export interface LanguageInfo {
  id: LanguageId;
  /** In the language itself. */
  name: string;
  /** The words of Studio and those of the components; fetched when the language is chosen. */
  load: () => Promise<[Words, I18nProviderProps.Messages]>;
}

export type LanguageId = "en" | "id";

export const LANGUAGES: readonly LanguageInfo[] = [
  {
    id: "en",
    name: "English",
    load: async () => {
      const [words, messages] = await Promise.all([
        import("./en"),
        import("@cloudscape-design/components/i18n/messages/all.en"),
      ]);
      return [words.english, messages.default];
    },
  },
  {
    id: "id",
    name: "Bahasa Indonesia",
    load: async () => {
      const [words, messages] = await Promise.all([
        import("./id"),
        import("@cloudscape-design/components/i18n/messages/all.id"),
      ]);
      return [words.indonesian, messages.default];
    },
  },
];

/** A language with its words. */
export interface Loaded {
  id: LanguageId;
  words: Words;
  messages: I18nProviderProps.Messages;
}

/** The first whose words can be fetched; null when none can. */
export async function firstLoaded(
  ids: readonly LanguageId[],
  languages: readonly LanguageInfo[] = LANGUAGES,
): Promise<Loaded | null> {
  for (const id of ids) {
    try {
      const found = languages.find((language) => language.id === id);
      if (found === undefined) continue;
      const [words, messages] = await found.load();
      return { id, words, messages };
    } catch {
      // The next one is asked for.
    }
  }
  return null;
}

const KEY = "sempurna.language";

/** The one chosen last, else the browser's, else English. */
export function firstLanguage(kept: string | null, browser: readonly string[]): LanguageId {
  const ids = LANGUAGES.map((language) => language.id);
  // Browsers of old call Indonesian "in".
  const wanted = [kept, ...browser.map((tag) => tag.slice(0, 2).replace("in", "id"))];
  for (const tag of wanted) {
    const found = ids.find((id) => id === tag);
    if (found !== undefined) return found;
  }
  return "en";
}

export function keptLanguage(): LanguageId {
  return firstLanguage(localStorage.getItem(KEY), navigator.languages);
}

export function keepLanguage(id: LanguageId): void {
  localStorage.setItem(KEY, id);
}
