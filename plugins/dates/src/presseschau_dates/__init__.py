"""Times in German news: a temporal tagger, a document dater, and the plugin around them."""
