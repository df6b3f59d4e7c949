"""What answers look like in a terminal; nothing here prints, asks or decides."""
