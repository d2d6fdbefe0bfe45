import type { Plugin } from "vite";

/** What something is written in here; the style sheet brings eight faces. */
const USED = new Set(["400 normal", "400 italic", "700 normal"]);

/**
 * Cloudscape's global style sheet carries Open Sans inside itself, so that every face would be
 * read before the first paint. Built, the faces are files, which the browser fetches as it meets
 * them; those that nothing is written in are left out.
 */
export function fontsAsFiles(): Plugin {
  return {
    name: "fonts-as-files",
    apply: "build",
    enforce: "pre",
    transform(code, id) {
      if (!id.includes("@cloudscape-design/global-styles/index.css")) return null;
      return code.replace(/@font-face\s*\{[^}]*\}/g, (face) => {
        const weight = /font-weight:\s*(\d+)/.exec(face)?.[1] ?? "";
        const style = /font-style:\s*(\w+)/.exec(face)?.[1] ?? "";
        const data = /url\('data:font\/woff2;base64,([^']+)'\)/.exec(face);
        if (data?.[1] === undefined) return face;
        if (!USED.has(`${weight} ${style}`)) return "";
        const reference = this.emitFile({
          type: "asset",
          name: `open-sans-${weight}-${style}.woff2`,
          source: Buffer.from(data[1], "base64"),
        });
        // Until the font is there, text is shown in another, and never waited for.
        return face
          .replace(data[0], () => `url('__VITE_ASSET__${reference}__')`)
          .replace("{", "{ font-display: swap;");
      });
    },
  };
}
