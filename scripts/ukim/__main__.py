"""`python -m ukim`."""

from ukim.cli import main

main()
