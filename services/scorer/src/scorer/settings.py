"""Everything configurable about the scorer, with units and meaning."""

from pathlib import Path

from common.settings import ServiceSettings
from pydantic import Field, NonNegativeFloat, NonNegativeInt, PositiveFloat, PositiveInt
from pydantic_settings import SettingsConfigDict

from scorer.domain.verdict import Floors


class Settings(ServiceSettings):
    """The scorer's configuration; every variable starts with `SCORER_`."""

    model_config = SettingsConfigDict(env_prefix="SCORER_", frozen=True, env_ignore_empty=True)

    min_peers: PositiveInt = Field(
        5, description="Other uploads of a format that make a normal; with fewer: no score, and the reason is said."
    )
    min_age_minutes: NonNegativeFloat = Field(10.0, description="Younger videos get no score, and the reason.")
    min_views: NonNegativeInt = Field(0, description="A video with fewer views gets no score, and the reason.")
    min_normal_views: NonNegativeFloat = Field(
        0.0, description="Where a channel's normal is fewer views than this, there is no score, and the reason."
    )
    journal_dir: Path | None = Field(
        None, description="Folder in which readings and scores are kept to learn from; empty = nothing is kept."
    )
    journal_days: PositiveInt = Field(
        28, le=30, description="Days that the journal keeps a reading; YouTube's terms allow 30."
    )
    shadow_model: Path | None = Field(
        None, description="A model artefact that scores beside the current one, for the journal alone."
    )
    batch_wait_seconds: PositiveFloat = Field(
        0.002, description="How long channels are gathered to be scored in one pass."
    )

    @property
    def floors(self) -> Floors:
        """Where a reason stands in for a score."""
        return Floors(
            min_peers=self.min_peers,
            min_age_minutes=self.min_age_minutes,
            min_views=self.min_views,
            min_normal_views=self.min_normal_views,
        )
