import type { Defaults } from "../api/defaults";
import { useLanguage } from "../i18n/language";

/** Where a default comes from; undefined where there is none. */
export function useFrom(defaults: Defaults) {
  const { t } = useLanguage();
  return (member: keyof Defaults) => {
    const place = defaults.From?.[member];
    return place === undefined || place === "" ? undefined : t("train.from", { place });
  };
}
