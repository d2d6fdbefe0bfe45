import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Suspense } from "react";
import { Failure } from "./api/failure";
import { LanguageProvider } from "./i18n/language";
import { forgetBetween } from "./session/forgetting";
import { Gate } from "./session/gate";
import { session } from "./session/session";
import { AppBoundary } from "./shell/app_boundary";
import { shownPart } from "./shell/shown_part";
import { Waiting } from "./shell/waiting";

const Shell = shownPart(() => import("./shell/shell"));

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

forgetBetween(session, queries);

export function App() {
  return (
    <AppBoundary>
      <LanguageProvider>
        <QueryClientProvider client={queries}>
          <Gate>
            <Suspense fallback={<Waiting />}>
              <Shell />
            </Suspense>
          </Gate>
        </QueryClientProvider>
      </LanguageProvider>
    </AppBoundary>
  );
}
