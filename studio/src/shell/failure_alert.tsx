import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import { CONNECTION_LOST, toFailure } from "../api/failure";
import { useLanguage } from "../i18n/language";
import { whatToDo } from "./what_to_do";

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
      header={header}
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
