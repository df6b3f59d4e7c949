"""Analyses: started, listed, read, cancelled, judged anew, deleted."""
