import "@fontsource-variable/inter/wght.css";
import "./styles/base.css";
import "./styles/parts.css";
import "./styles/start.css";
import "./styles/analysis.css";
import "./styles/library.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element with the id root");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
