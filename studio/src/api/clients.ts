import { signedIn, type Session } from "../session/session";

/** What every client of the AWS SDK is made with: this origin, and the session's credentials. */
export function clientSettings(of: Session = signedIn()) {
  const { AccessKeyId, SecretAccessKey, SessionToken } = of.credentials;
  return {
    endpoint: location.origin,
    region: of.region,
    credentials: {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    },
    // The page asks again by itself, and says so.
    maxAttempts: 1,
  };
}

/** One client for as long as the session has the same credentials. */
export function perSession<Client>(make: () => Promise<Client>): () => Promise<Client> {
  let madeFor: Session | null = null;
  let client: Promise<Client> | null = null;
  return () => {
    const now = signedIn();
    if (client === null || madeFor !== now) {
      madeFor = now;
      const made = make();
      client = made;
      // One that could not be made is made anew at the next call.
      made.catch(() => {
        if (client === made) client = null;
      });
    }
    return client;
  };
}
