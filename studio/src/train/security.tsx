import FormField from "@cloudscape-design/components/form-field";
import { useLanguage } from "../i18n/language";
import { OutputKeyField } from "../security/output_key_field";
import { SecurityFields } from "../security/security_fields";
import { Copied } from "../shell/copied";
import { Section } from "../shell/section";
import type { PartProps } from "./part";

/** In whose name the job reads and writes, its network and its keys. */
export function Security({ settings, faults, defaults, onChange }: PartProps) {
  const { t } = useLanguage();
  return (
    <Section title={t("train.security")} more={t("train.securityMore")}>
      <SecurityFields settings={settings} faults={faults} defaults={defaults} onChange={onChange}>
        <OutputKeyField
          defaults={defaults}
          value={settings.outputKey}
          onChange={(outputKey) => onChange({ outputKey })}
        />
        {defaults.VolumeKmsKeyId !== "" && (
          <FormField label={t("train.volumeKey")} description={t("train.volumeKeyUnused")}>
            <Copied text={defaults.VolumeKmsKeyId} />
          </FormField>
        )}
      </SecurityFields>
    </Section>
  );
}
