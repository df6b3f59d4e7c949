"""What owners keep: names and notes of their analyses, favourites, comparisons."""
