"""Judges and refits `adjusted-1` on recorded readings. Not a part of the running service."""
