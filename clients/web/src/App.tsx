import { AnalysisPage } from "./analysis/AnalysisPage";
import { TopBar } from "./parts/TopBar";
import { useRoute } from "./route";
import { StartPage } from "./start/StartPage";

export function App() {
  const route = useRoute();
  return (
    <>
      <button type="button" className="skip" onClick={focusMain}>
        Skip to content
      </button>
      <TopBar />
      <main id="main" tabIndex={-1}>
        {route.page === "start" ? (
          <StartPage from={route.from} key={route.from} />
        ) : (
          <AnalysisPage id={route.id} key={route.id} />
        )}
      </main>
      <footer className="foot">
        Scores are derived metrics, computed here from public counts. They are not YouTube’s own.
      </footer>
    </>
  );
}

function focusMain(): void {
  document.getElementById("main")?.focus();
}
