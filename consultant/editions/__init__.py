"""Editions: one immutable SQLite file of published rows each. Built here, listed, chosen, opened and
compared."""
