import type { ReactNode } from "react";
import { useLanguage } from "../i18n/language";
import type { Key } from "../i18n/words";
import { FailureReason } from "../shell/failure_reason";
import { StatusPage } from "../shell/status_page";
import { isAtWork, lookOfStatus } from "./states";
import { StopButton } from "./stop_button";

interface Props {
  name: string;
  status: string | undefined;
  /** Why it failed, as the server says. */
  reason: string | undefined;
  /** Said above it all where something could not be asked for again. */
  stale: ReactNode;
  words: {
    failure: Key;
    /** What to do then. */
    failureMore: Key;
    /** What a stop means. */
    stop: Key;
  };
  stop: () => Promise<unknown>;
  /** Of the question that says how the job stands. */
  queryKey: readonly string[];
  /** What can be done with it once it has ended. */
  next?: ReactNode;
  children: ReactNode;
}

/** The page of a job of any kind: how it stands, its stop, and why it failed. */
export function JobStatusPage(props: Props) {
  const { t } = useLanguage();
  const { name, status, words } = props;
  return (
    <StatusPage
      name={name}
      look={lookOfStatus(status)}
      stale={props.stale}
      actions={
        isAtWork(status) ? (
          <StopButton
            name={name}
            isStopping={status === "Stopping"}
            more={t(words.stop)}
            stop={props.stop}
            queryKey={props.queryKey}
          />
        ) : (
          props.next
        )
      }
    >
      {status === "Failed" && (
        <FailureReason
          header={t(words.failure)}
          reason={props.reason}
          advice={t(words.failureMore)}
        />
      )}
      {props.children}
    </StatusPage>
  );
}
