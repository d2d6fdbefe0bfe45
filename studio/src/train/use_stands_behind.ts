import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { ModelCardDetail } from "../api/cards";
import { describeDefaults, type Defaults } from "../api/defaults";
import { useSettled } from "../data/use_settled";
import type { Settings } from "./settings";
import { faultOf } from "./values";

/** What runs in the chosen instance's place, in the server's words, with the batch that was set. */
export function useStandsBehind(
  settings: Settings,
  card: ModelCardDetail,
  defaults: Defaults,
): string {
  const declared = card.Hyperparameters.find((one) => one.Name === "batch_size");
  const value = settings.changed["batch_size"] ?? declared?.Default ?? "";
  const isRight = declared !== undefined && faultOf(declared, value) === null;
  const batch = useSettled(isRight ? Number(value) : 0, 400);
  const asked = useQuery({
    queryKey: ["defaults", batch],
    queryFn: () => describeDefaults(batch),
    enabled: batch > 0,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
  const types = (asked.data ?? defaults).InstanceTypes;
  return types.find((type) => type.Name === settings.instanceType)?.StandsBehind ?? "";
}
