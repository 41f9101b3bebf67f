"""What we say: an inquiry and an edition in, an answer out."""
