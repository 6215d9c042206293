"""The plugins that core brings itself: the blank German pipeline and the language gate."""
