import { call } from "./call";
import { clientSettings, perSession } from "./clients";
import { fetchPart } from "./part";

/** Something to choose in the security settings. */
export interface Choice {
  /** What the request says. */
  value: string;
  label: string;
  /** What else is known of it; empty: nothing. */
  about: string;
}

const loadIam = () => fetchPart(() => import("./sdk/iam"));
const loadEc2 = () => fetchPart(() => import("./sdk/ec2"));
const loadKms = () => fetchPart(() => import("./sdk/kms"));
const iam = perSession(async () => new (await loadIam()).IAMClient(clientSettings()));
const ec2 = perSession(async () => new (await loadEc2()).EC2Client(clientSettings()));
const kms = perSession(async () => new (await loadKms()).KMSClient(clientSettings()));

/** Everything that comes page by page. */
async function allPages<Item>(
  ask: (marker: string | undefined) => Promise<[Item[], string | undefined]>,
): Promise<Item[]> {
  const all: Item[] = [];
  let marker: string | undefined;
  do {
    const [items, next] = await ask(marker);
    all.push(...items);
    marker = next;
  } while (marker !== undefined);
  return all;
}

/** The roles whose policy lets SageMaker take them on: others cannot be a job's. */
export function listRoles(): Promise<Choice[]> {
  return call(async () => {
    const { ListRolesCommand } = await loadIam();
    const client = await iam();
    const roles = await allPages(async (Marker) => {
      const answer = await client.send(new ListRolesCommand(Marker ? { Marker } : {}));
      return [answer.Roles ?? [], answer.IsTruncated ? answer.Marker : undefined];
    });
    return roles
      .filter((role) =>
        decodeURIComponent(role.AssumeRolePolicyDocument ?? "").includes("sagemaker.amazonaws.com"),
      )
      .map((role) => ({
        value: role.Arn ?? "",
        label: role.RoleName ?? "",
        about: role.Description || (role.Arn ?? ""),
      }));
  });
}

export function listSubnets(): Promise<Choice[]> {
  return call(async () => {
    const { DescribeSubnetsCommand } = await loadEc2();
    const answer = await (await ec2()).send(new DescribeSubnetsCommand({}));
    return (answer.Subnets ?? []).map((subnet) => ({
      value: subnet.SubnetId ?? "",
      label: subnet.SubnetId ?? "",
      about: [subnet.VpcId, subnet.AvailabilityZone, subnet.CidrBlock].filter(Boolean).join(" · "),
    }));
  });
}

export function listSecurityGroups(): Promise<Choice[]> {
  return call(async () => {
    const { DescribeSecurityGroupsCommand } = await loadEc2();
    const answer = await (await ec2()).send(new DescribeSecurityGroupsCommand({}));
    return (answer.SecurityGroups ?? []).map((group) => ({
      value: group.GroupId ?? "",
      label: group.GroupId ?? "",
      about: [group.GroupName, group.VpcId].filter(Boolean).join(" · "),
    }));
  });
}

/** By their aliases, and those without one by their ids. */
export function listKeys(): Promise<Choice[]> {
  return call(async () => {
    const { ListAliasesCommand, ListKeysCommand } = await loadKms();
    const client = await kms();
    const aliases = await allPages(async (Marker) => {
      const answer = await client.send(new ListAliasesCommand(Marker ? { Marker } : {}));
      return [answer.Aliases ?? [], answer.Truncated ? answer.NextMarker : undefined];
    });
    const keys = await allPages(async (Marker) => {
      const answer = await client.send(new ListKeysCommand(Marker ? { Marker } : {}));
      return [answer.Keys ?? [], answer.Truncated ? answer.NextMarker : undefined];
    });
    const named = aliases.filter((alias) => alias.TargetKeyId !== undefined);
    const withName = new Set(named.map((alias) => alias.TargetKeyId));
    return [
      ...named.map((alias) => ({
        value: alias.AliasName ?? "",
        label: alias.AliasName ?? "",
        about: alias.TargetKeyId ?? "",
      })),
      ...keys
        .filter((key) => !withName.has(key.KeyId))
        .map((key) => ({ value: key.KeyId ?? "", label: key.KeyId ?? "", about: "" })),
    ];
  });
}
