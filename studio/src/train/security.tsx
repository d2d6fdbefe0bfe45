import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import { useLanguage } from "../i18n/language";
import { KeyField } from "../security/key_field";
import { SecurityFields } from "../security/security_fields";
import { useFrom } from "../security/use_from";
import { Copied } from "../shell/copied";
import type { PartProps } from "./part";

/** In whose name the job reads and writes, its network and its keys. */
export function Security({ settings, faults, defaults, onChange }: PartProps) {
  const { t } = useLanguage();
  const from = useFrom(defaults);
  return (
    <Container
      header={
        <Header variant="h2" description={t("train.securityMore")}>
          {t("train.security")}
        </Header>
      }
    >
      <SecurityFields settings={settings} faults={faults} defaults={defaults} onChange={onChange}>
        <KeyField
          label={t("train.outputKey")}
          description={t("train.outputKeyHint")}
          hint={from("OutputKmsKeyId")}
          value={settings.outputKey}
          onChange={(outputKey) => onChange({ outputKey })}
        />
        {defaults.VolumeKmsKeyId !== "" && (
          <FormField label={t("train.volumeKey")} description={t("train.volumeKeyUnused")}>
            <Copied text={defaults.VolumeKmsKeyId} />
          </FormField>
        )}
      </SecurityFields>
    </Container>
  );
}
