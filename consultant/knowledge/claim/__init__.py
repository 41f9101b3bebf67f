"""Is this set of codes billable? A claim in, remarks with their source rows out; checking.py is the way
in."""
