import { useQuery } from "@tanstack/react-query";
import { checkDataset } from "../api/check";

/** The server's check of data, asked once; `isAsked` false only looks at what was answered. */
export function useCheck(modelId: string, role: string, uri: string, isAsked: boolean) {
  return useQuery({
    queryKey: ["check", modelId, role, uri],
    queryFn: () => checkDataset(modelId, role, uri),
    enabled: isAsked,
    // It reads everything, so that it is done again when somebody asks.
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    retry: false,
  });
}
