import { useQuery } from "@tanstack/react-query";
import { useSession } from "../session/use_session";
import { unlessRefused } from "./asking";
import { describeModelCard, listModelCards, type ModelCard } from "./cards";
import { describeDefaults } from "./defaults";

const WHILE_PULLED = 1500;

/** How soon a model is asked about again: only while its weights are on their way. */
function whilePulled(cards: ModelCard[], thrown: unknown): number | false {
  const isPulled = cards.some((card) => card.Pull?.Status === "InProgress");
  return unlessRefused(thrown, isPulled ? WHILE_PULLED : false);
}

/** What several pages ask; the key is what is asked, so that it is asked once. */
export function useModelCards() {
  return useQuery({
    queryKey: ["cards"],
    queryFn: listModelCards,
    refetchInterval: ({ state }) => whilePulled(state.data ?? [], state.error),
  });
}

export function useModelCard(modelId: string) {
  return useQuery({
    queryKey: ["cards", modelId],
    queryFn: () => describeModelCard(modelId),
    refetchInterval: ({ state }) =>
      whilePulled(state.data === undefined ? [] : [state.data], state.error),
  });
}

export function useDefaults() {
  const isSignedIn = useSession() !== null;
  return useQuery({
    queryKey: ["defaults"],
    queryFn: () => describeDefaults(),
    enabled: isSignedIn,
    staleTime: 60_000,
  });
}
