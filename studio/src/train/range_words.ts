import { useLanguage } from "../i18n/language";
import type { ValueFault } from "./values";

/** Of what a hyperparameter may have, and of what is wrong with a value. */
export function useRangeWords() {
  const { t } = useLanguage();
  const range = (minimum: number | undefined, maximum: number | undefined) => {
    if (minimum !== undefined && maximum !== undefined)
      return t("train.range", { minimum, maximum });
    if (minimum !== undefined) return t("train.rangeFrom", { minimum });
    return maximum !== undefined ? t("train.rangeTo", { maximum }) : "";
  };
  const fault = (of: ValueFault) => {
    if (of.kind === "range") {
      return t("train.value.range", { range: range(of.minimum, of.maximum) });
    }
    return of.kind === "choice"
      ? t("train.value.choice", { choices: of.choices.join(", ") })
      : t(`train.value.${of.kind}`);
  };
  return { range, fault };
}
