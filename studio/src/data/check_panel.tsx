import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { DataCheck } from "../api/check";
import { useLanguage } from "../i18n/language";
import { FailureAlert } from "../shell/failure_alert";
import { Classes } from "./classes";
import { FindingList } from "./finding_list";
import { useCheck } from "./use_check";
import { useSettled } from "./use_settled";

interface Props {
  modelId: string;
  /** The role that would read the data. */
  role: string;
  uri: string;
}

/** The check of the data, run on the server as soon as there is something to check. */
export function CheckPanel({ modelId, role, uri }: Props) {
  const { t } = useLanguage();
  const asked = useSettled(`${role}\n${uri}`, 500);
  const check = useCheck(modelId, role, uri, asked === `${role}\n${uri}`);
  if (check.error !== null) {
    return (
      <FailureAlert
        header={t("data.checkFailed")}
        thrown={check.error}
        advice={t("data.checkFailedFix")}
        onTryAgain={() => void check.refetch()}
      />
    );
  }
  if (check.data === undefined || check.isFetching) {
    return <StatusIndicator type="loading">{t("data.checking")}</StatusIndicator>;
  }
  return <Result check={check.data} onAgain={() => void check.refetch()} />;
}

function Result({ check, onAgain }: { check: DataCheck; onAgain: () => void }) {
  const { t } = useLanguage();
  const grave = check.findings.filter((finding) => finding.severity !== "fact");
  const facts = check.findings.filter((finding) => finding.severity === "fact");
  const more = check.errors + check.warnings - grave.length;
  return (
    <SpaceBetween size="s">
      <div className="studio-row">
        <Verdict check={check} />
        <Button variant="inline-link" formAction="none" onClick={onAgain}>
          {t("data.checkAgain")}
        </Button>
      </div>
      <FindingList findings={grave} />
      {more > 0 && (
        <Box variant="small" color="text-body-secondary">
          {t("data.moreFindings", { count: more })}
        </Box>
      )}
      <Classes channels={check.channels} />
      {facts.length > 0 && (
        <ExpandableSection variant="footer" headerText={t("data.facts", { count: facts.length })}>
          <FindingList findings={facts} />
        </ExpandableSection>
      )}
    </SpaceBetween>
  );
}

function Verdict({ check }: { check: DataCheck }) {
  const { t } = useLanguage();
  if (!check.isFit) {
    return (
      <StatusIndicator type="error">{t("data.unfit", { count: check.errors })}</StatusIndicator>
    );
  }
  return check.warnings > 0 ? (
    <StatusIndicator type="warning">
      {t("data.fitWithWarnings", { count: check.warnings })}
    </StatusIndicator>
  ) : (
    <StatusIndicator type="success">{t("data.fit")}</StatusIndicator>
  );
}
