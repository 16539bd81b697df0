"""`python -m akn` is the command `akn`."""

from akn.cli import main

if __name__ == "__main__":
    main(prog_name="akn")
