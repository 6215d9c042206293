"""Events in German news."""
