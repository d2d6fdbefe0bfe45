export const security = {
  "security.find": "Find",
  "security.input": "Input",
  "security.how": "{what}: from a list, or typed",
  "security.none": "There is none to choose. Choose “Input” to type one.",
  "security.nothing": "None",
  "security.choose": "Choose one",
  "security.typed": "The list cannot be had, so type it. The server says: {why}",

  "snippets.title": "The same as a command or program",
  "snippets.keys":
    "It takes your access key from the environment or from your AWS profile, as any AWS client does.",
} as const;
