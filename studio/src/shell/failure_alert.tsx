import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import { CONNECTION_LOST, toFailure, type Failure } from "../api/failure";
import { useLanguage } from "../i18n/language";
import type { Key } from "../i18n/words";

/** What to do about a failure, where the sentence itself does not say it; null otherwise. */
export function whatToDo(failure: Failure): Key | null {
  if (failure.code === CONNECTION_LOST) return "shell.whatToDo.lost";
  if (failure.status === 403) return "shell.whatToDo.denied";
  if (failure.status === 429 || failure.status === 503) return "shell.whatToDo.busy";
  return failure.status >= 500 ? "shell.whatToDo.server" : null;
}

interface Props {
  header: string;
  thrown: unknown;
  /** Said when there is nothing better to do about it. */
  advice?: string;
  onTryAgain?: () => void;
}

/** The server's sentence, and what to do. */
export function FailureAlert({ header, thrown, advice, onTryAgain }: Props) {
  const { t } = useLanguage();
  const failure = toFailure(thrown);
  const todo = whatToDo(failure);
  const isLost = failure.code === CONNECTION_LOST;
  return (
    <Alert
      type={isLost ? "warning" : "error"}
      header={isLost ? t("shell.lost") : header}
      action={
        onTryAgain === undefined ? undefined : (
          <Button onClick={onTryAgain}>{t("shell.tryAgain")}</Button>
        )
      }
    >
      {!isLost && <Box color="inherit">{failure.message}</Box>}
      {todo !== null ? t(todo) : advice}
    </Alert>
  );
}
