"""`python -m unisono` runs the command."""

from unisono.cli.main import main

if __name__ == "__main__":
    main()
