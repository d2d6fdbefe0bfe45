import type { Defaults } from "../api/defaults";
import { useLanguage } from "../i18n/language";

/** What the server says of a role that it made for itself, in place of a file's name. */
const OWN = "own";

/** Where a default comes from; undefined where there is none. */
export function useFrom(defaults: Defaults) {
  const { t } = useLanguage();
  return (member: keyof Defaults) => {
    const place = defaults.From?.[member];
    if (place === undefined || place === "") return undefined;
    return place === OWN ? t("train.from.own") : t("train.from", { place });
  };
}
