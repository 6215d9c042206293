"""The work itself: calling steps, the loop over documents, the stages over the whole run."""
