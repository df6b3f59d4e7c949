"""An analysis that nobody works on any more is told to its owner, not left to run for ever."""
