"""The shell: sockets, store, clock."""
