"""Starts and stops the process: `python -m bot` is the command line `backlinks`."""

from bot.cli import main

if __name__ == "__main__":
    main()
