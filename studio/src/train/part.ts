import type { ModelCardDetail } from "../api/cards";
import type { Defaults } from "../api/defaults";
import type { Faults, Settings } from "./settings";

/** What each part of the page is given. */
export interface PartProps {
  settings: Settings;
  faults: Faults;
  /** Whether Train was pressed: what is empty is a fault only then. */
  isTried: boolean;
  card: ModelCardDetail;
  defaults: Defaults;
  onChange: (part: Partial<Settings>) => void;
}
