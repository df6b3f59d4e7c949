"""What has been kept for as long as it may be goes."""
