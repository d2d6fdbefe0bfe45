export { IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
