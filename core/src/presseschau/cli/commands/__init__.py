"""One module per command; each holds it as ``command``."""
