import Box from "@cloudscape-design/components/box";
import type { ReactNode } from "react";
import { CONNECTION_LOST, toFailure } from "../api/failure";
import type { Standing } from "../api/asking";
import { useLanguage } from "../i18n/language";
import { FailureAlert } from "./failure_alert";
import { Waiting } from "./waiting";

/** Above an answer that could not be asked for again; nothing where it is as new as it can be. */
export function Stale({ failure, onTryAgain }: Omit<Standing<unknown>, "data">) {
  const { t } = useLanguage();
  // Of a lost connection the notice above the page tells.
  return failure === null || toFailure(failure).code === CONNECTION_LOST ? null : (
    <Box margin={{ bottom: "l" }}>
      <FailureAlert header={t("shell.stale")} thrown={failure} isWarning onTryAgain={onTryAgain} />
    </Box>
  );
}

interface AnswerProps<Data> extends Standing<Data> {
  /** Said above a failure that leaves nothing to show. */
  header: string;
  children: (data: Data) => ReactNode;
}

/** What was asked for, or how that failed, or that it is on its way. */
export function Answer<Data>({ data, failure, header, onTryAgain, children }: AnswerProps<Data>) {
  if (data !== undefined) {
    return (
      <>
        <Stale failure={failure} onTryAgain={onTryAgain} />
        {children(data)}
      </>
    );
  }
  return failure === null ? (
    <Waiting />
  ) : (
    <FailureAlert header={header} thrown={failure} onTryAgain={onTryAgain} />
  );
}
