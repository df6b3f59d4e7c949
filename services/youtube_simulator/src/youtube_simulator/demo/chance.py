from random import Random


class Chance(Random):
    """Seeded chance: the same seed text gives the same draws, in every process."""

    def happens(self, share: float) -> bool:
        """True in `share` of all cases."""
        return self.random() < share
