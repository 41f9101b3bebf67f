"""`python -m consultant` is the command `consultant`."""

from consultant.cli import main

main()
