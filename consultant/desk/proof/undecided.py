"""Apart from what raises it, which few desks need and which takes its time to load."""


class Undecided(Exception):
    """DNS does not answer just now; what is said is the evidence so far."""
