export { GetSessionTokenCommand, STSClient } from "@aws-sdk/client-sts";
