"""Letters in, letters out. No sockets here."""
