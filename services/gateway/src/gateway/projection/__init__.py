"""What the log says about analyses, as rows: rebuildable, and the same whatever the order of arrival."""
