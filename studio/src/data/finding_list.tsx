import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import type { Finding } from "../api/progress";
import { useLanguage } from "../i18n/language";

const LOOKS = { error: "error", warning: "warning", fact: "info" } as const;

/** Hundreds are not read at once, and drawn they slow down whatever is typed beside them. */
const A_PART = 50;

/** What a check has seen: where, what, and what to do about it; of many the first, then more. */
export function FindingList({ findings }: { findings: readonly Finding[] }) {
  const { t } = useLanguage();
  const [shown, setShown] = useState(A_PART);
  const rest = findings.length - shown;
  return (
    <SpaceBetween size="s">
      {findings.slice(0, shown).map((finding, k) => (
        <OneFinding key={k} finding={finding} />
      ))}
      {rest > 0 && (
        <Button variant="inline-link" formAction="none" onClick={() => setShown(shown + A_PART)}>
          {t("data.showMore", { count: Math.min(rest, A_PART) })}
        </Button>
      )}
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
