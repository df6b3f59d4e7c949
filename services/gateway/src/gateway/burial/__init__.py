"""Dead letters become facts, so that every analysis ends and its owner reads why."""
