"""``python -m presseschau``: the command line."""

from presseschau.cli import main

if __name__ == "__main__":
    main()
