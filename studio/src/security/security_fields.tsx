import Checkbox from "@cloudscape-design/components/checkbox";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import type { Defaults } from "../api/defaults";
import { listRoles, listSecurityGroups, listSubnets } from "../api/security";
import { useLanguage } from "../i18n/language";
import { FindOrInput } from "./find_or_input";
import type { SecurityFaults, SecuritySettings } from "./security_settings";
import { useFrom } from "./use_from";

interface Props {
  settings: SecuritySettings;
  faults: SecurityFaults;
  defaults: Defaults;
  onChange: (part: Partial<SecuritySettings>) => void;
  /** Fields of keys, where there are any. */
  children?: ReactNode;
}

/** The role, the network and what else keeps things apart: the defaults, which can be changed. */
export function SecurityFields({ settings, faults, defaults, onChange, children }: Props) {
  const { t } = useLanguage();
  const from = useFrom(defaults);
  const roleFault = settings.role.trim() === "" ? t("train.role.none") : t("train.role.bad");
  return (
    <SpaceBetween size="l">
      <ColumnLayout columns={2}>
        <FindOrInput
          kind="roles"
          list={listRoles}
          label={t("train.role")}
          description={t("train.roleMore")}
          hint={from("RoleArn")}
          fault={faults.role ? roleFault : undefined}
          value={settings.role}
          placeholder="arn:aws:iam::000000000000:role/trainer"
          onChange={(role) => onChange({ role })}
        />
        <FindOrInput
          kind="subnets"
          list={listSubnets}
          label={t("train.subnets")}
          isOptional
          isSeveral
          description={t("train.listHint")}
          hint={from("Subnets")}
          fault={faults.network ? t("train.vpcBoth") : undefined}
          value={settings.subnets}
          placeholder="subnet-…"
          onChange={(subnets) => onChange({ subnets })}
        />
        <FindOrInput
          kind="security-groups"
          list={listSecurityGroups}
          label={t("train.groups")}
          isOptional
          isSeveral
          description={t("train.listHint")}
          hint={from("SecurityGroupIds")}
          value={settings.securityGroups}
          placeholder="sg-…"
          onChange={(securityGroups) => onChange({ securityGroups })}
        />
        {children}
      </ColumnLayout>
      <Checkbox
        checked={settings.isIsolated}
        description={t("train.isolationMore")}
        onChange={({ detail }) => onChange({ isIsolated: detail.checked })}
      >
        {t("train.isolation")}
      </Checkbox>
    </SpaceBetween>
  );
}
