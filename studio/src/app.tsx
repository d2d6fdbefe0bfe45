import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense, useEffect } from "react";
import { Failure } from "./api/failure";
import { LanguageProvider } from "./i18n/language";
import { session } from "./session/session";
import { Gate } from "./session/gate";

const Shell = lazy(() => import("./shell/shell"));

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal stays one; who has lost the connection is asked again when it is back.
      retry: (count, thrown) => thrown instanceof Failure && thrown.status >= 500 && count < 2,
      // The browser's own opinion of the network says nothing about a server on this machine.
      networkMode: "always",
      staleTime: 5000,
    },
    mutations: { networkMode: "always" },
  },
});

/** What one identity was shown is not there for the next. */
function useForgetting(): void {
  useEffect(
    () =>
      session.subscribe(() => {
        if (session.get() === null && session.ended() === "signed-out") queries.clear();
      }),
    [],
  );
}

export function App() {
  useForgetting();
  return (
    <LanguageProvider>
      <QueryClientProvider client={queries}>
        <Gate>
          <Suspense fallback={null}>
            <Shell />
          </Suspense>
        </Gate>
      </QueryClientProvider>
    </LanguageProvider>
  );
}
