import { useSyncExternalStore } from "react";

/** The parts of the address behind the #, decoded: #/jobs/flowers-1 is ["jobs", "flowers-1"]. */
export function partsOf(hash: string): string[] {
  return hash
    .replace(/^#?\/*/, "")
    .split("/")
    .filter((part) => part !== "")
    .map((part) => {
      try {
        return decodeURIComponent(part);
      } catch {
        return part;
      }
    });
}

export function addressOf(...parts: string[]): string {
  return `#/${parts.map(encodeURIComponent).join("/")}`;
}

export function goTo(...parts: string[]): void {
  location.hash = addressOf(...parts);
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}

export function useRoute(): string[] {
  return partsOf(useSyncExternalStore(subscribe, () => location.hash));
}
