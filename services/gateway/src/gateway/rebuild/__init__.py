"""Builds the projection anew from the log, beside the one in use, and swaps."""
