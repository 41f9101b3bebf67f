"""Search by words over the wordings of an edition and the families. Pure."""
