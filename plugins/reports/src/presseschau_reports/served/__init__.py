"""``presseschau open``: a run as pages that are made when they are asked for, with a search index beside the store."""
