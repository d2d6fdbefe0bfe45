import { useQuery } from "@tanstack/react-query";
import { useSession } from "../session/use_session";
import { describeModelCard, listModelCards } from "./cards";
import { describeDefaults } from "./defaults";

/** What several pages ask; the key is what is asked, so that it is asked once. */
export function useModelCards() {
  return useQuery({ queryKey: ["cards"], queryFn: listModelCards });
}

export function useModelCard(modelId: string) {
  return useQuery({ queryKey: ["cards", modelId], queryFn: () => describeModelCard(modelId) });
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
