import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { SeenExample } from "../api/preview";
import { useLanguage } from "../i18n/language";

/** Texts as the tokens that the model is given. */
export function SeenTexts({ longest, examples }: { longest: number; examples: SeenExample[] }) {
  const { t } = useLanguage();
  return (
    <SpaceBetween size="s">
      {examples.map((one) => (
        <div key={`${one.S3Uri}:${one.Row ?? 0}`}>
          <Box variant="awsui-key-label">
            {t("data.seen.row", { row: one.Row ?? 0, label: one.Label })}
          </Box>
          <div className="studio-tokens">
            {(one.Tokens ?? []).map((token, k) => (
              <code key={k}>{token}</code>
            ))}
          </div>
          {one.IsCut === true && (
            <Box variant="small" color="text-status-warning">
              {t("data.seen.cut", { longest })}
            </Box>
          )}
        </div>
      ))}
      <Box variant="small">{t("data.seen.tokens", { longest })}</Box>
    </SpaceBetween>
  );
}
