export { KMSClient, ListAliasesCommand, ListKeysCommand } from "@aws-sdk/client-kms";
