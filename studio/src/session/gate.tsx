import Box from "@cloudscape-design/components/box";
import Spinner from "@cloudscape-design/components/spinner";
import { Suspense, useEffect, useSyncExternalStore, type ReactNode } from "react";
import { useLanguage } from "../i18n/language";
import { shownPart } from "../shell/shown_part";
import { Waiting } from "../shell/waiting";
import { link } from "./link";
import { keepSession } from "./renewal";
import { useSession } from "./use_session";

const SignInPage = shownPart(() => import("./sign_in_page"));

/** Lets in who is signed in; the address stays, so that signing in again leads back to it. */
export function Gate({ children }: { children: ReactNode }) {
  const { t } = useLanguage();
  const isSignedIn = useSession() !== null;
  const linkState = useSyncExternalStore(link.subscribe, link.get);

  useEffect(() => (isSignedIn ? keepSession() : undefined), [isSignedIn]);

  if (linkState === "trying") {
    return (
      <Box textAlign="center" padding="xxxl">
        <Spinner /> {t("session.link")}
      </Box>
    );
  }
  if (isSignedIn) return children;
  return (
    <Suspense fallback={<Waiting />}>
      <SignInPage linkFailure={linkState === "none" ? null : linkState} />
    </Suspense>
  );
}
