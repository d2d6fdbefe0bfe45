import { useQuery } from "@tanstack/react-query";
import { readTemplate } from "../api/templates";

export function useTemplate(name: string) {
  return useQuery({ queryKey: ["template", name], queryFn: () => readTemplate(name) });
}
