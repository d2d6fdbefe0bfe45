import I18nProvider from "@cloudscape-design/components/i18n";
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from "react";
import { formatOf, type Format } from "./format";
import {
  firstLoaded,
  keepLanguage,
  keptLanguage,
  LANGUAGES,
  type LanguageId,
  type Loaded,
} from "./languages";
import { fill, type Key, type Values } from "./words";

interface Language {
  id: LanguageId;
  /** The text of a key, with its {names} filled. */
  t: (key: Key, values?: Values) => string;
  format: Format;
  choose: (id: LanguageId) => void;
  /** The name of a language that was chosen and could not be fetched. */
  missing: string | null;
}

const Context = createContext<Language | null>(null);

export function useLanguage(): Language {
  const language = useContext(Context);
  if (language === null) throw new Error("useLanguage needs a LanguageProvider");
  return language;
}

/**
 * Shows its children once the words are there; another language takes over when its words are.
 * Without those of the first one it is English; without any it throws.
 */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [missing, setMissing] = useState<LanguageId | null>(null);
  const [broken, setBroken] = useState<unknown>(null);
  const wanted = useRef<LanguageId | null>(null);

  const show = useCallback(async (id: LanguageId, otherwise: LanguageId | null) => {
    wanted.current = id;
    const found = await firstLoaded(otherwise === null ? [id] : [id, otherwise]);
    if (wanted.current !== id) return;
    setMissing(found?.id === id ? null : id);
    if (found !== null) setLoaded(found);
    else if (otherwise !== null) setBroken(new Error("no language could be fetched"));
  }, []);

  useEffect(() => void show(keptLanguage(), "en"), [show]);
  useEffect(() => {
    if (loaded !== null) document.documentElement.lang = loaded.id;
  }, [loaded]);

  const language = useMemo<Language | null>(() => {
    if (loaded === null) return null;
    return {
      id: loaded.id,
      missing: LANGUAGES.find((one) => one.id === missing)?.name ?? null,
      t: (key, values) => fill(loaded.words[key], values),
      format: formatOf(loaded.id),
      choose: (next) => {
        keepLanguage(next);
        void show(next, null);
      },
    };
  }, [loaded, missing, show]);

  if (broken !== null) throw broken;
  if (language === null || loaded === null) return null;
  return (
    <Context.Provider value={language}>
      <I18nProvider locale={loaded.id} messages={[loaded.messages]}>
        {children}
      </I18nProvider>
    </Context.Provider>
  );
}
