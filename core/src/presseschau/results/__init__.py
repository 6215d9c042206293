"""Reading a run: the dossier that linkers and reports get, rows and tables, and the run as a program sees it."""
