import type { Defaults } from "../api/defaults";
import { joined, listOf } from "./lists";

/** In whose name something runs and in which network, as typed or chosen. */
export interface SecuritySettings {
  role: string;
  subnets: string;
  securityGroups: string;
  isIsolated: boolean;
}

/** The configured defaults. */
export function firstSecurity(defaults: Defaults): SecuritySettings {
  return {
    role: defaults.RoleArn,
    subnets: joined(defaults.Subnets),
    securityGroups: joined(defaults.SecurityGroupIds),
    isIsolated: false,
  };
}

/** The fields that are wrong as they stand. */
export interface SecurityFaults {
  role: boolean;
  network: boolean;
}

const ROLE = /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/;

export function securityFaultsOf(settings: SecuritySettings): SecurityFaults {
  return {
    role: !ROLE.test(settings.role.trim()),
    network:
      (listOf(settings.subnets).length === 0) !== (listOf(settings.securityGroups).length === 0),
  };
}

/** The VpcConfig of a request; nothing where no network was named. */
export function networkOf(settings: SecuritySettings) {
  const Subnets = listOf(settings.subnets);
  const SecurityGroupIds = listOf(settings.securityGroups);
  return Subnets.length === 0 ? {} : { VpcConfig: { Subnets, SecurityGroupIds } };
}
