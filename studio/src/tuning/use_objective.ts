import { useLanguage } from "../i18n/language";
import { isShare } from "./trials";

/** An objective as it is read: accuracy in per cent, loss as a number. */
export function useObjective(metric: string) {
  const { format } = useLanguage();
  return (value: number | null) => {
    if (value === null) return "–";
    return isShare(metric) ? format.percent(value, 2) : format.number(value, value < 0.1 ? 5 : 4);
  };
}
