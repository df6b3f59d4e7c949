"""When an analysis cannot go on: nothing says where to look for channels."""

from common.events import AnalysisFailed, ExclusionListBuilt, FailureReason, Stage


def nowhere_to_look(built: ExclusionListBuilt, *, found: int) -> AnalysisFailed | None:
    """The failure of an analysis that has neither a query nor a channel to begin with; None: it can go on.

    Args:
        built: What the exclusion channels have covered, and where to look.
        found: How many of the named exclusion channels YouTube knows.
    """
    if built.queries or built.known_channel_ids or built.featured_channel_ids or built.mentioned:
        return None
    if built.spec.exclusion_channels and not found:
        return AnalysisFailed(
            analysis_id=built.analysis_id,
            stage=Stage.TOPICS,
            reason=FailureReason.NO_EXCLUSION_CHANNEL_FOUND,
            detail="YouTube knows none of the named channels; check the names, or name a profile with search queries",
        )
    return AnalysisFailed(
        analysis_id=built.analysis_id,
        stage=Stage.TOPICS,
        reason=FailureReason.NO_QUERIES,
        detail="the exclusion channels' videos name no topic to search for; name a profile with search queries",
    )
