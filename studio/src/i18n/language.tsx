import I18nProvider, { type I18nProviderProps } from "@cloudscape-design/components/i18n";
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import { formatOf, type Format } from "./format";
import { keepLanguage, keptLanguage, LANGUAGES, type LanguageId } from "./languages";
import { fill, type Key, type Values, type Words } from "./words";

interface Language {
  id: LanguageId;
  /** The text of a key, with its {names} filled. */
  t: (key: Key, values?: Values) => string;
  format: Format;
  choose: (id: LanguageId) => void;
}

const Context = createContext<Language | null>(null);

export function useLanguage(): Language {
  const language = useContext(Context);
  if (language === null) throw new Error("useLanguage needs a LanguageProvider");
  return language;
}

interface Loaded {
  id: LanguageId;
  words: Words;
  messages: I18nProviderProps.Messages;
}

/** Shows its children once the words are there; another language takes over when its words are. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [id, setId] = useState(keptLanguage);
  const [loaded, setLoaded] = useState<Loaded | null>(null);

  useEffect(() => {
    let isWanted = true;
    void LANGUAGES.find((language) => language.id === id)
      ?.load()
      .then(([words, messages]) => {
        if (!isWanted) return;
        document.documentElement.lang = id;
        setLoaded({ id, words, messages });
      });
    return () => {
      isWanted = false;
    };
  }, [id]);

  const language = useMemo<Language | null>(() => {
    if (loaded === null) return null;
    return {
      id: loaded.id,
      t: (key, values) => fill(loaded.words[key], values),
      format: formatOf(loaded.id),
      choose: (next) => {
        keepLanguage(next);
        setId(next);
      },
    };
  }, [loaded]);

  if (language === null || loaded === null) return null;
  return (
    <Context.Provider value={language}>
      <I18nProvider locale={loaded.id} messages={[loaded.messages]}>
        {children}
      </I18nProvider>
    </Context.Provider>
  );
}
