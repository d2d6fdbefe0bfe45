import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { Finding } from "../api/progress";
import { useLanguage } from "../i18n/language";

const LOOKS = { error: "error", warning: "warning", fact: "info" } as const;

/** What a check has seen: where, what, and what to do about it. */
export function FindingList({ findings }: { findings: readonly Finding[] }) {
  return (
    <SpaceBetween size="s">
      {findings.map((finding, k) => (
        <OneFinding key={k} finding={finding} />
      ))}
    </SpaceBetween>
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
