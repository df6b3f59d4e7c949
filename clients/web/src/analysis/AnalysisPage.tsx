import { useMemo, useState } from "react";
import type { Analysis } from "../api/types";
import { useAnswer } from "../api/useAnswer";
import { FavouritesContext, useFavourites } from "../favourites/useFavourites";
import { Notes } from "../library/Notes";
import { hasEnded, ranking, skipsOf } from "../live/known";
import { useLive } from "../live/useLive";
import { Notice } from "../parts/Notice";
import { RescorePanel } from "../rescore/RescorePanel";
import { Funnel } from "./Funnel";
import { Headline } from "./Headline";
import { Notices } from "./Notices";
import { Outliers } from "./Outliers";
import { Progress } from "./Progress";
import { Spent } from "./Spent";
import { Topics } from "./Topics";
import { TrendsCard } from "./TrendsCard";

/** One analysis: live while it runs, its ranking when it has ended. */
export function AnalysisPage({ id }: { id: string }) {
  const { known, link } = useLive(id);
  // The socket cannot say why it is refused; this can. It also shows an analysis before the first frame.
  const asked = useAnswer<Analysis>(`/analyses/${id}`);
  const favourites = useFavourites();
  const [rescoring, setRescoring] = useState(false);
  const analysis = known?.analysis ?? asked.answer;
  const found = useMemo(() => (known === null ? [] : ranking(known)), [known]);
  const skips = useMemo(() => (known === null ? new Map() : skipsOf(known)), [known]);

  if (analysis === null) {
    return (
      <div className="page">
        {asked.problem === null ? (
          <p className="muted" role="status">
            Loading…
          </p>
        ) : (
          <Notice kind="bad" title="This analysis cannot be shown">
            {asked.problem.message} <a href="#/">Start another</a>
          </Notice>
        )}
      </div>
    );
  }
  return (
    <FavouritesContext value={favourites}>
      <div className="page">
        <Headline
          analysis={analysis}
          rescoring={rescoring}
          onRescore={() => setRescoring(!rescoring)}
        />
        {rescoring && <RescorePanel analysis={analysis} found={found} />}
        <Notices analysis={analysis} link={link} />
        <Progress analysis={analysis} />
        <div className="analysis-body">
          <Outliers analysis={analysis} found={found} ended={hasEnded(analysis)} />
          <aside className="analysis-side">
            {hasEnded(analysis) && <TrendsCard analysis={analysis} />}
            <Topics topics={analysis.topics} />
            <Funnel funnel={analysis.funnel} skips={skips} />
            <Spent quota={analysis.quota} />
            <Notes analysis={analysis} />
          </aside>
        </div>
      </div>
    </FavouritesContext>
  );
}
