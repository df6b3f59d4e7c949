import type { ReactNode } from "react";
import type { Analysis } from "../api/types";
import { againAddressOf } from "../route";

/** What to do next where an analysis failed or found nothing. */
export function NextSteps({ analysis }: { analysis: Analysis }) {
  const steps = analysis.error === null ? nothingFound(analysis) : afterFailure(analysis);
  return (
    <ul className="next-steps">
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is written down here and does not change
        <li key={index}>{step}</li>
      ))}
    </ul>
  );
}

function afterFailure(analysis: Analysis): ReactNode[] {
  const change = <Change analysis={analysis} />;
  switch (analysis.error?.reason) {
    case "no_exclusion_channel_found":
      return [
        "Check how the channels are spelt; a handle (@name) or a link to the channel is surest.",
        <>{change}, or choose a content profile: it has search queries of its own.</>,
      ];
    case "no_queries":
      return [<>{change}: name a channel with videos, or choose a content profile.</>];
    case "quota_exhausted":
      return [
        "“Ask again” after midnight in Los Angeles, when YouTube’s quota is refilled: what was read is not paid twice.",
        <>{change}: fewer channels cost less.</>,
      ];
    case "recording_expired":
      return ["“Ask again” reads everything anew; recordings are kept for 28 days."];
    default:
      return [
        "“Ask again”: what was read before is not paid twice.",
        "If it fails again, the operator finds the reason among the dead letters (outlier dlq list).",
      ];
  }
}

function nothingFound(analysis: Analysis): ReactNode[] {
  const { counts, funnel, spec } = analysis;
  const steps: ReactNode[] = [];
  if (counts.videos_scored > 0) {
    steps.push(`“Judge anew” with less than ${spec.min_score}: it costs no quota.`);
    steps.push("Tick “Show covered topics too”: perhaps only their topics rule them out.");
  }
  if (counts.channels_selected === 0 && funnel !== null && funnel.candidates > 0) {
    steps.push("All channels found fell out; “Channels” says why.");
  }
  steps.push(
    <>
      <Change analysis={analysis} />: a longer window, or a wider range of sizes.
    </>,
  );
  return steps;
}

function Change({ analysis }: { analysis: Analysis }) {
  return <a href={againAddressOf(analysis.id)}>Change the settings</a>;
}
