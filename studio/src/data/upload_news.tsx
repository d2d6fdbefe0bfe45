import Button from "@cloudscape-design/components/button";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Alert from "@cloudscape-design/components/alert";
import { toS3Uri } from "../api/storage";
import { useLanguage } from "../i18n/language";
import { FailureAlert } from "../shell/failure_alert";
import { ArchiveFault } from "./unpacked";
import type { UploadState } from "./use_upload";

interface Props {
  state: UploadState;
  onStop: () => void;
}

/** How an upload stands. */
export function UploadNews({ state, onStop }: Props) {
  const { t, format } = useLanguage();
  switch (state.kind) {
    case "idle":
      return null;
    case "reading":
      return <StatusIndicator type="loading">{t("data.reading")}</StatusIndicator>;
    case "nothing":
      return <StatusIndicator type="warning">{t("data.nothing")}</StatusIndicator>;
    case "done":
      return (
        <StatusIndicator type="success" wrapText>
          {t("data.uploaded", { count: format.number(state.files) })}
          {state.skipped > 0 && ` ${t("data.skipped", { count: format.number(state.skipped) })}`}
          {state.oneClass !== undefined && (
            <div className="studio-wrap">
              {t("data.oneClass", { name: state.oneClass, to: toS3Uri(state.to) })}
            </div>
          )}
        </StatusIndicator>
      );
    case "failed":
      return <Failed thrown={state.thrown} again={state.again} />;
    case "sending": {
      const { files, allFiles, sent, all } = state.progress;
      return (
        <SpaceBetween size="xs" alignItems="center">
          <ProgressBar
            value={all === 0 ? 0 : (100 * sent) / all}
            label={t("data.uploading", { to: toS3Uri(state.to) })}
            additionalInfo={t("data.uploadedOf", {
              files: format.number(files),
              allFiles: format.number(allFiles),
              sent: format.bytes(sent),
              all: format.bytes(all),
            })}
          />
          <Button formAction="none" onClick={onStop}>
            {t("data.stopUpload")}
          </Button>
        </SpaceBetween>
      );
    }
  }
}

function Failed({ thrown, again }: { thrown: unknown; again: (() => void) | null }) {
  const { t } = useLanguage();
  if (thrown instanceof ArchiveFault) {
    return (
      <Alert type="error" header={t("data.uploadFailed")}>
        {t(`data.archive.${thrown.kind}`, { archive: thrown.archive })}
      </Alert>
    );
  }
  return (
    <FailureAlert
      header={t("data.uploadFailed")}
      thrown={thrown}
      isAction
      advice={t("data.uploadFailedFix")}
      {...(again === null ? {} : { onTryAgain: again })}
    />
  );
}
