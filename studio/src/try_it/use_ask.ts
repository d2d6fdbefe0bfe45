import { useMutation } from "@tanstack/react-query";
import { ask } from "../api/answers";

/** Asks an endpoint; the newest question's answer is shown. */
export function useAsk(endpoint: string, contentType: string) {
  return useMutation({
    mutationFn: async (body: Blob) =>
      ask(endpoint, contentType, new Uint8Array(await body.arrayBuffer())),
  });
}
