import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { Finding, ProgressEvent } from "../api/progress";
import { useLanguage } from "../i18n/language";
import { findingsOf } from "./history";

const LOOKS = { error: "error", warning: "warning", fact: "info" } as const;

/** What the check of the data has seen, the worst first; nothing when it has seen nothing. */
export function Findings({ events }: { events: readonly ProgressEvent[] }) {
  const { t } = useLanguage();
  const findings = findingsOf(events);
  if (findings.length === 0) return null;
  return (
    <Container
      header={
        <Header variant="h2" counter={`(${findings.length})`}>
          {t("jobs.findings")}
        </Header>
      }
    >
      <SpaceBetween size="s">
        {findings.map((finding, k) => (
          <OneFinding key={k} finding={finding} />
        ))}
      </SpaceBetween>
    </Container>
  );
}

function OneFinding({ finding }: { finding: Finding }) {
  const { t } = useLanguage();
  const place = [finding.file, finding.row && t("jobs.findings.row", { row: finding.row })]
    .filter(Boolean)
    .join(", ");
  return (
    <div>
      <StatusIndicator type={LOOKS[finding.severity]} wrapText>
        <span lang="en" className="studio-wrap">
          {place === "" ? "" : `${place}: `}
          {finding.message}
        </span>
      </StatusIndicator>
      {finding.remedy !== undefined && finding.remedy !== "" && (
        <Box variant="small" color="text-body-secondary" display="block">
          <span lang="en">{finding.remedy}</span>
        </Box>
      )}
    </div>
  );
}
