import { useLanguage } from "../i18n/language";

/** A waiting job's place in the queue in words; empty of one that does not wait. */
export function usePlaceWords() {
  const { t } = useLanguage();
  return (step: string | undefined, place: number | null): string => {
    if (step !== "Pending" || place === null) return "";
    return place === 0 ? t("jobs.place.next") : t("jobs.place", { place });
  };
}
