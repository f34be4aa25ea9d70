"""`python -m ganstudio`, and the two programs that an installation adds."""

from ganstudio.cli import main


def open_window() -> None:
    """The program of the desktop entry: the window, without a command."""
    main([])


if __name__ == "__main__":
    main()
