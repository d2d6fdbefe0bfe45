import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { Answer } from "../api/answers";
import { useLanguage } from "../i18n/language";
import { FailureAlert } from "../shell/failure_alert";
import { ranked } from "./ranking";

const MOST = 10;

interface Props {
  isAsking: boolean;
  answer: Answer | undefined;
  thrown: unknown;
  /** What is said before anything was asked. */
  before: string;
}

/** Labels with their probabilities, or why there are none. */
export function AnswerPanel({ isAsking, answer, thrown, before }: Props) {
  const { t, format } = useLanguage();
  return (
    <section aria-label={t("try.answer")} aria-live="polite">
      <SpaceBetween size="s">
        <Box variant="h3">{t("try.answer")}</Box>
        {isAsking && <StatusIndicator type="loading">{t("try.asking")}</StatusIndicator>}
        {!isAsking && thrown !== null && (
          <FailureAlert
            header={t("try.failed")}
            thrown={thrown}
            isAction
            advice={t("try.failedFix")}
          />
        )}
        {!isAsking && thrown === null && answer === undefined && (
          <Box color="text-body-secondary">{before}</Box>
        )}
        {!isAsking && answer !== undefined && (
          <>
            <Box fontSize="heading-xl" fontWeight="bold">
              <span className="studio-wrap" data-predicted={answer.predicted_label}>
                {String(answer.predicted_label)}
              </span>
            </Box>
            <ol className="studio-bars">
              {ranked(answer)
                .slice(0, MOST)
                .map(({ label, probability }) => (
                  <li key={label}>
                    <span className="studio-wrap">{label}</span>
                    <span>{format.percent(probability)}</span>
                    <div aria-hidden>
                      <div style={{ inlineSize: `${100 * probability}%` }} />
                    </div>
                  </li>
                ))}
            </ol>
          </>
        )}
      </SpaceBetween>
    </section>
  );
}
