"""The uploads of every channel at every moment that the shared folder has a reading of."""

import json
from pathlib import Path

from scorer.evaluation import niches
from scorer.evaluation.harness import load_script
from scorer.offline import Case

from tests.shared_data import shared

TABLES = ("filipk206_data_science_channels", "misraturp_competition", "rouva_fitness_channels")


def recorded_channels():
    """Two weeks of one niche, read six times; single readings of three others."""
    readings, _, _ = load_script(shared("eval") / "early_detection.py").load(str(shared("real_data/mftn_half")))
    for now, channels in readings.items():
        for channel, videos in channels.items():
            case = {"case_id": channel, "now": now.isoformat(), "videos": videos}
            yield Case.model_validate_json(json.dumps(case)).uploads()
    for folder in TABLES:
        for table in sorted(Path(shared(f"real_data/{folder}")).glob("*.csv.gz")):
            yield from niches.uploads(niches.read(table))
