import type { ModelCardDetail } from "../api/cards";
import type { TuningFaults, TuningSettings } from "./tuning_settings";

/** What each part of the page that is of tuning alone is given. */
export interface TuningPart {
  settings: TuningSettings;
  faults: TuningFaults;
  isTried: boolean;
  card: ModelCardDetail;
  onChange: (part: Partial<TuningSettings>) => void;
}
