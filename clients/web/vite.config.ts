import react from "@vitejs/plugin-react";
import { defineConfig, loadEnv } from "vite";

export default defineConfig(({ mode }) => {
  // The gateway serves the built page; `npm run dev` serves it from here and passes its calls on.
  const gateway = loadEnv(mode, ".", "OUTLIER_").OUTLIER_URL ?? "http://127.0.0.1:8000";
  return {
    plugins: [react()],
    // Nothing becomes a data: address, which a strict Content-Security-Policy would refuse.
    build: { assetsInlineLimit: 0, target: "es2022" },
    server: { proxy: { "/api": { target: gateway, ws: true } } },
  };
});
