import { useDefaults } from "../api/queries";

/** "arn:aws:iam::1:user/ana" is ana. */
export function nameOfArn(arn: string): string {
  return arn.split("/").pop() || arn.split(":").pop() || arn;
}

/** Who is signed in; null while that is not known. */
export function useIdentity(): { name: string; arn: string } | null {
  const { data } = useDefaults();
  return data === undefined ? null : { name: nameOfArn(data.Identity), arn: data.Identity };
}
