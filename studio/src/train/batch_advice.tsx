import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import { useLanguage } from "../i18n/language";
import { batchShare } from "./batch";
import type { PartProps } from "./part";
import { withValue } from "./values";

/** What each GPU has of a batch, and the original page's advice to make it larger, as a click. */
export function BatchAdvice({ settings, card, defaults, onChange }: PartProps) {
  const { t } = useLanguage();
  const { changed } = settings;
  const instance = defaults.InstanceTypes.find((type) => type.Name === settings.instanceType);
  const share = batchShare(card.Hyperparameters, changed, instance);
  const declared = card.Hyperparameters.find((one) => one.Name === "batch_size");
  if (share === null || declared === undefined) return null;
  const { batch, gpus, each, advised } = share;
  return (
    <div>
      <Box variant="awsui-key-label">{t("train.batch")}</Box>
      <div>{t("train.batch.share", { batch, gpus, each })}</div>
      {advised !== null && (
        <Button
          variant="inline-link"
          formAction="none"
          onClick={() => onChange({ changed: withValue(changed, declared, String(advised)) })}
        >
          {t("train.batch.multiply", { advised, gpus })}
        </Button>
      )}
    </div>
  );
}
