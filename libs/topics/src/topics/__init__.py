"""What several services must agree on about texts: words, topics, whether two are about the same thing."""
