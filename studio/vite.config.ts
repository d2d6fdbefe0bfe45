import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { fontsAsFiles } from "./build_tools/fonts_as_files";

// In development the page comes from Vite and everything else from a running `sempurna serve`.
const server = process.env["SEMPURNA_URL"] ?? "http://127.0.0.1:8600";

export default defineConfig({
  // No bucket can have this name, so the server gives the page's files there.
  base: "/_studio/",
  plugins: [react(), fontsAsFiles()],
  build: {
    target: "es2022",
    // The page's policy allows no data: script or style, and small files are no faster inside.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
  server: {
    proxy: {
      // All but the page's own files, its module graph and Vite's socket.
      "^/(?!_studio/(?!session))": { target: server, changeOrigin: false },
    },
  },
  test: {
    include: ["tests/**/*.test.ts"],
    environment: "node",
    // What is imported within a test is transformed first, which a busy machine takes its time for.
    testTimeout: 120_000,
  },
});
