"""What an analysis would cost, as the fetcher reckons it."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class Cost(BaseModel):
    """Calls on one bucket."""

    model_config = ConfigDict(extra="ignore")

    expected: int = Field(description="What it usually takes.")
    worst: int = Field(description="What it takes at most: granted before the start, or the analysis waits.")


class Plan(BaseModel):
    """What an analysis would cost of each quota bucket, and whether that much is left today."""

    model_config = ConfigDict(extra="ignore")

    searches: Cost
    queries: Cost
    batch_stats: Cost
    affordable: bool = Field(description="Today's remaining quota covers the worst case.")
    waits_until: datetime | None = Field(None, description="When it could go on, if it had to wait.")
