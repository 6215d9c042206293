"""What travels through a pipeline: documents, annotations, groups and their provenance. Knows no disk and no plugin."""
