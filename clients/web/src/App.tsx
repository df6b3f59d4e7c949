import { AnalysisPage } from "./analysis/AnalysisPage";
import { ComparePage } from "./compare/ComparePage";
import { FavouritesPage } from "./favourites/FavouritesPage";
import { HistoryPage } from "./history/HistoryPage";
import { TopBar } from "./parts/TopBar";
import { type Route, useRoute } from "./route";
import { LoginPage } from "./session/LoginPage";
import { useSession } from "./session/useSession";
import { StartPage } from "./start/StartPage";

export function App() {
  const route = useRoute();
  const { needed } = useSession();
  return (
    <>
      <button type="button" className="skip" onClick={focusMain}>
        Skip to content
      </button>
      <TopBar />
      <main id="main" tabIndex={-1}>
        {needed ? <LoginPage /> : <PageOf route={route} />}
      </main>
      <footer className="foot">
        Scores are derived metrics, computed here from public counts. They are not YouTube’s own.
      </footer>
    </>
  );
}

function PageOf({ route }: { route: Route }) {
  switch (route.page) {
    case "analysis":
      return <AnalysisPage id={route.id} key={route.id} />;
    case "history":
      return <HistoryPage />;
    case "favourites":
      return <FavouritesPage />;
    case "compare":
      return <ComparePage first={route.first} second={route.second} key={location.hash} />;
    default:
      return <StartPage from={route.from} key={route.from} />;
  }
}

function focusMain(): void {
  document.getElementById("main")?.focus();
}
