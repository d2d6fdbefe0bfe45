export const session = {
  "session.title": "Sign in",
  "session.intro": "Fine-tune a model on your own pictures or texts.",
  "session.key": "Access key",
  "session.keyHint": "Begins with AKIA.",
  "session.secret": "Secret key",
  "session.submit": "Sign in",
  "session.where": "Where is my key?",
  "session.where.first":
    "On its first start the server writes the key of “admin” into the file “credentials” in its data folder, usually here:",
  "session.where.other": "A key for someone else is made, and shown once, by:",
  "session.kept":
    "The key is exchanged at once for credentials of an hour, which are renewed while you use Studio. The key itself is not kept.",
  "session.needKey": "Enter the access key.",
  "session.needSecret": "Enter the secret key.",
  "session.failed": "Signing in failed",
  "session.failedKey":
    "Check that both were copied whole, and that the key is one of this server's identities.",
  "session.expired": "Your session has ended",
  "session.expiredMore": "Sign in again to go on where you were.",
  "session.signedOut": "You are signed out.",
  "session.link": "Signing in by the link…",
  "session.linkFailed": "This link no longer works",
  "session.linkLost": "Open the link again once the server answers.",
  "session.linkFailedMore":
    "A link works once, for five minutes, on the server's own machine. Start the server again for a new one, or sign in with an access key.",
} as const;
