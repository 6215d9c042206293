"""From a config to steps that can be called: plugins found, built, fingerprinted, and what a run would do with them."""
