import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import { CONNECTION_LOST, NOT_A_TEMPLATE, PART_GONE, toFailure } from "../api/failure";
import { useLanguage } from "../i18n/language";
import { whatToDo } from "./what_to_do";

interface Props {
  header: string;
  thrown: unknown;
  /** Of what a person pressed, which is not asked again by itself. */
  isAction?: boolean;
  /** What was asked for before is still shown. */
  isWarning?: boolean;
  /** Said when there is nothing better to do about it. */
  advice?: string;
  /** What to do when nobody answered, in place of what is said of all. */
  whenLost?: string;
  onTryAgain?: () => void;
}

/** The server's sentence, and what to do. */
export function FailureAlert(props: Props) {
  const {
    header,
    thrown,
    isAction = false,
    isWarning = false,
    advice,
    whenLost,
    onTryAgain,
  } = props;
  const { t } = useLanguage();
  const failure = toFailure(thrown);
  const isOfServer = ![CONNECTION_LOST, PART_GONE, NOT_A_TEMPLATE].includes(failure.code);
  const todo = whatToDo(failure, isAction);
  const isLost = failure.code === CONNECTION_LOST;
  const isGone = failure.code === PART_GONE;
  const general = todo !== null ? t(todo) : advice;
  const press = isGone ? () => location.reload() : onTryAgain;
  return (
    <Alert
      type={isLost || isWarning ? "warning" : "error"}
      header={header}
      action={
        press === undefined ? undefined : (
          <Button formAction="none" onClick={press}>
            {t(isGone ? "shell.reload" : "shell.tryAgain")}
          </Button>
        )
      }
    >
      {isOfServer && <Sentence text={failure.message} />}
      {isLost && whenLost !== undefined ? whenLost : general}
    </Alert>
  );
}

/** What the server said, in its language. */
export function Sentence({ text }: { text: string }) {
  return (
    <Box color="inherit">
      <span lang="en" className="studio-wrap">
        {text}
      </span>
    </Box>
  );
}
