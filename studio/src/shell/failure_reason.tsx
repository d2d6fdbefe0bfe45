import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";

interface Props {
  header: string;
  /** The server's own sentence. */
  reason: string | undefined;
  advice: string;
}

/** Why something of the server's has failed. */
export function FailureReason({ header, reason, advice }: Props) {
  return (
    <Alert type="error" header={header}>
      <Box color="inherit">
        <span lang="en" className="studio-wrap">
          {reason}
        </span>
      </Box>
      {advice}
    </Alert>
  );
}
