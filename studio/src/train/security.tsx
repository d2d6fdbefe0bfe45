import Checkbox from "@cloudscape-design/components/checkbox";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { Defaults } from "../api/defaults";
import { useLanguage } from "../i18n/language";
import { TextField } from "../shell/text_field";
import type { PartProps } from "./part";

/** The role, the network and the keys: the configured defaults, which can be typed over. */
export function Security({ settings, faults, defaults, onChange }: PartProps) {
  const { t } = useLanguage();
  const from = useFrom(defaults);
  const roleFault = settings.role.trim() === "" ? t("train.role.none") : t("train.role.bad");
  return (
    <Container
      header={
        <Header variant="h2" description={t("train.securityMore")}>
          {t("train.security")}
        </Header>
      }
    >
      <SpaceBetween size="l">
        <ColumnLayout columns={2}>
          <TextField
            label={t("train.role")}
            description={t("train.roleMore")}
            hint={from("RoleArn")}
            fault={faults.role ? roleFault : undefined}
            value={settings.role}
            placeholder="arn:aws:iam::000000000000:role/trainer"
            onChange={(role) => onChange({ role })}
          />
          <TextField
            label={t("train.outputKey")}
            isOptional
            description={t("train.outputKeyHint")}
            hint={from("OutputKmsKeyId")}
            value={settings.outputKey}
            onChange={(outputKey) => onChange({ outputKey })}
          />
          <TextField
            label={t("train.subnets")}
            isOptional
            description={t("train.listHint")}
            hint={from("Subnets")}
            fault={faults.network ? t("train.vpcBoth") : undefined}
            value={settings.subnets}
            onChange={(subnets) => onChange({ subnets })}
          />
          <TextField
            label={t("train.groups")}
            isOptional
            description={t("train.listHint")}
            hint={from("SecurityGroupIds")}
            value={settings.securityGroups}
            onChange={(securityGroups) => onChange({ securityGroups })}
          />
          {defaults.VolumeKmsKeyId !== "" && (
            <TextField
              label={t("train.volumeKey")}
              isOptional
              description={t("train.volumeKeyHint")}
              hint={from("VolumeKmsKeyId")}
              value={settings.volumeKey}
              onChange={(volumeKey) => onChange({ volumeKey })}
            />
          )}
        </ColumnLayout>
        <Checkbox
          checked={settings.isIsolated}
          description={t("train.isolationMore")}
          onChange={({ detail }) => onChange({ isIsolated: detail.checked })}
        >
          {t("train.isolation")}
        </Checkbox>
      </SpaceBetween>
    </Container>
  );
}

/** Where a default comes from; undefined where there is none. */
function useFrom(defaults: Defaults) {
  const { t } = useLanguage();
  return (member: keyof Defaults) => {
    const place = defaults.From?.[member];
    return place === undefined || place === "" ? undefined : t("train.from", { place });
  };
}
